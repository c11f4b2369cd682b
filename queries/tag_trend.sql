-- How did the most used tags do over time?
-- Parameters: the page's filters (see selected_articles in schema.sql), $granularity (day, week, month, quarter, year),
-- $top (how many tags)
-- Columns: tag, label, rank (1 = most articles in the period), bucket, bucket_end (first and last day), articles
-- (published, 0 too), n (all published of the period, each once), complete (false: partly outside the period or still
-- running)
with published as (
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

tagged as (
    select tag, bucket_of($granularity, published_on) as bucket from published join article_tags using (path)
),

ranked as (
    select tag, label, row_number() over (order by count(*) desc, label) as rank
    from tagged join tags using (tag)
    group by tag, label
    qualify rank <= $top
),

buckets as (
    from buckets_of($granularity, $from_day, $to_day, $as_of, (select min(published_on) from published))
),

counted as (
    select tag, bucket, count(*) as articles from tagged group by tag, bucket
)

select
    tag,
    label,
    rank,
    bucket,
    bucket_end,
    coalesce(articles, 0) as articles,
    n,
    complete
from (select count(*) as n from published)
cross join ranked
cross join buckets
left join counted using (tag, bucket)
order by rank, bucket
