-- How much was published in each day, week, month, quarter or year?
-- Parameters: the page's filters (see selected_articles in schema.sql), $granularity (day, week, month, quarter, year)
-- Columns: bucket, bucket_end (first and last day, ISO weeks from Monday), articles (published, 0 too), complete
-- (false: partly outside the period or still running), mean (articles: trailing mean over 28 days, 4 weeks, 3 months or
-- 4 quarters, complete ones only, this one included; null where there are fewer)
with published as (
    select published_on
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
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
    select
        bucket,
        (bucket + bucket_step($granularity) - interval 1 day)::date as bucket_end,
        count(published_on) as articles
    from buckets left join published on bucket_of($granularity, published_on) = bucket
    group by bucket
),

judged as (
    select counted.*, ($from_day::date is null or bucket >= $from_day::date) and bucket_end <= last_day as complete
    from counted, period
),

-- Complete buckets stand in one row: only the first and the last of all can be incomplete.
meaned as (
    select
        *,
        list(articles) over (
            partition by complete order by bucket rows between 27 preceding and current row
        )[-mean_over($granularity):] as recent
    from judged
)

select
    bucket,
    bucket_end,
    articles,
    complete,
    case when complete and len(recent) = mean_over($granularity) then list_avg(recent) end as mean
from meaned
order by bucket
