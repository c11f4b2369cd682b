-- Which of the most used tags go together?
-- Parameters: the page's filters (see selected_articles in schema.sql), $top (how many tags)
-- Columns: tag, label, rank (1 = most articles), tag_articles (published with this tag), other_tag, other_label,
-- other_rank, other_articles (the same of the other tag), articles (published with both, 0 too), n (all published),
-- lift (how many times as often as if the two had nothing to do with each other: P(both) / (P(tag) × P(other)); null
-- under three articles); each pair once
with published as (
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

tagged as (
    select path, tag from published join article_tags using (path)
),

ranked as (
    select tag, label, count(*) as articles, row_number() over (order by count(*) desc, label, tag) as rank
    from tagged join tags using (tag)
    group by tag, label
    qualify rank <= $top
),

top_tagged as (
    select path, tag, rank from tagged join ranked using (tag)
),

together as (
    select one.rank as rank, other.rank as other_rank, count(*) as articles
    from top_tagged as one join top_tagged as other on one.path = other.path and one.rank < other.rank
    group by all
)

select
    one.tag,
    one.label,
    one.rank,
    one.articles as tag_articles,
    other.tag as other_tag,
    other.label as other_label,
    other.rank as other_rank,
    other.articles as other_articles,
    coalesce(together.articles, 0) as articles,
    n,
    case when together.articles >= 3 then together.articles * n / (one.articles * other.articles) end as lift
from (select count(*) as n from published)
cross join ranked as one
join ranked as other on one.rank < other.rank
left join together on together.rank = one.rank and together.other_rank = other.rank
order by one.rank, other.rank
