-- Which texts can be measured?
-- Parameters: the page's filters (see selected_articles in schema.sql; without a status: what counts as published)
-- Columns: path, title, section, audience, language, published_on, hash (of its file: the same hash, the same text); the
-- newest first, undated last. Articles without words are not in it, nor are those whose text is not kept
select
    path,
    title,
    section,
    audience,
    language,
    published_on,
    files.hash
from selected_articles(
    $as_of, $from_day, $to_day,
    $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
)
join files using (path)
where (len($statuses::varchar[]) > 0 or counts_as_published(status))
  and word_count > 0
  and path in (select path from article_texts)
order by published_on desc nulls last, path
