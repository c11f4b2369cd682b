-- Which drafts are waiting, and for how long?
-- Parameters: the page's filters (see selected_articles in schema.sql), but for the period: what waits, waits
-- Columns: path, title, section, audience, published_on (the draft's own date, null = none), first_seen_on,
-- first_seen_from (created, git, load, file), age_days (from first_seen_on to as_of, null when it was first seen
-- later); the oldest first
select
    path,
    title,
    section,
    audience,
    published_on,
    first_seen_on,
    first_seen_from,
    case when first_seen_on <= $as_of::date then $as_of::date - first_seen_on end as age_days
from selected_articles(
    $as_of, null, null,
    $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
)
where status = 'draft'
order by first_seen_on nulls last, path
