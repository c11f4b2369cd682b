-- How is what was published in each period divided over sections or audiences?
-- Parameters: the page's filters (see selected_articles in schema.sql), $granularity (day, week, month, quarter, year),
-- $split (section, audience, language), $intended_sections, $intended_audiences (names the settings want to see, with
-- or without articles)
-- Columns: bucket, bucket_end, category ('' = none), articles (published, 0 too), total (of the bucket), share (of the
-- bucket, null when it is empty), complete (false: partly outside the period or still running)
with published as (
    select
        published_on,
        coalesce(part_of($split, section, audience, language), '') as category
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

-- A category stays, with 0, when the other filters leave nothing of it: that is the gap one looks for.
ever as (
    select coalesce(part_of($split, section, audience, language), '') as category
    from selected_articles(
        $as_of, null, null, []::varchar[], []::varchar[], []::varchar[], $languages::varchar[], []::varchar[]
    )
    where counts_as_published(status)
    union
    select unnest($intended_sections::varchar[]) where $split = 'section'
    union
    select unnest($intended_audiences::varchar[]) where $split = 'audience'
),

categories as (
    select category
    from ever
    where case $split
        when 'section' then len($sections::varchar[]) = 0 or list_contains($sections::varchar[], category)
        when 'audience' then len($audiences::varchar[]) = 0 or list_contains($audiences::varchar[], category)
        else true
    end
),

period as (
    select
        first_day_of($from_day, $as_of, min(published_on)) as first_day,
        least(coalesce($to_day::date, $as_of::date), $as_of::date) as last_day
    from published
),

buckets as (
    select unnest(generate_series(
        bucket_of($granularity, first_day), last_day, bucket_step($granularity)
    ))::date as bucket
    from period
    where first_day <= last_day
),

counted as (
    select bucket_of($granularity, published_on) as bucket, category, count(*) as articles
    from published
    group by all
),

cells as (
    select
        bucket,
        (bucket + bucket_step($granularity) - interval 1 day)::date as bucket_end,
        category,
        coalesce(articles, 0) as articles
    from buckets cross join categories
    left join counted using (bucket, category)
)

select
    bucket,
    bucket_end,
    category,
    articles,
    sum(articles) over (partition by bucket)::bigint as total,
    articles / nullif(sum(articles) over (partition by bucket), 0) as share,
    ($from_day::date is null or bucket >= $from_day::date) and bucket_end <= last_day as complete
from cells, period
order by bucket, category = '', category
