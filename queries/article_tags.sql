-- Which tags does one article carry, and how common are they?
-- Parameters: $path, $as_of
-- Columns: tag, label, written (as in the article), articles (published, all time)
select
    article_tags.tag,
    tags.label,
    article_tags.label as written,
    count(*) filter (counts_as_published(status_on(draft, published_on, expires_on, $as_of::date))) as articles
from article_tags
join tags using (tag)
join article_tags as others using (tag)
join articles on articles.path = others.path
where article_tags.path = $path
group by all
order by min(article_tags.position)
