-- What comes out in the weeks ahead, and which of them are still empty?
-- Parameters: the page's filters (see selected_articles in schema.sql), but for the period
-- Columns: bucket, bucket_end (an ISO week, from the running one on: four more at least and twenty-six at most; null =
-- later than those), articles (scheduled in that week), published_on, published_at, path, title, section, audience (one
-- row for each scheduled article, and one with nulls for a week without any); in order of time
with scheduled as (
    select path, title, section, audience, published_on, published_at, bucket_of('week', published_on) as week
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where status = 'scheduled'
),

this_week as (
    select bucket_of('week', $as_of::date) as running
),

reach as (
    select running, least(greatest(coalesce(max(week), running), running + 4 * 7), running + 26 * 7) as last
    from this_week left join scheduled on true
    group by running
),

weeks as (
    select unnest(generate_series(running, last, interval 7 day))::date as bucket from reach
),

placed as (
    select scheduled.*, if(week <= last, week, null) as bucket
    from scheduled cross join reach
)

select
    bucket,
    bucket + 6 as bucket_end,
    count(path) over (partition by bucket) as articles,
    published_on,
    published_at,
    path,
    title,
    section,
    audience
from weeks full join placed using (bucket)
order by bucket nulls last, published_on, published_at nulls first, path
