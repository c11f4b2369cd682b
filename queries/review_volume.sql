-- How many came out in each part of a period, beside the same part of another?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the other period, null =
-- none), $granularity (day, week, month, quarter, year: the parts)
-- Columns: place (of the part in its period, from 1), bucket, bucket_end (first and last day of it that counts; null: this
-- period has no such part, or it is still to come), articles (published), complete (false: partly outside the period, or
-- still running), before_bucket, before_bucket_end, before (the same of the other period; null too where the publication
-- had not begun)
with published as (
    select published_on
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

periods as (
    select
        'now' as what,
        coalesce($from_day::date, first_published($as_of)) as first_day,
        least(coalesce($to_day::date, $as_of::date), $as_of::date) as last_day
    union all
    select 'before', $before_from::date, least($before_to::date, $as_of::date)
    where can_compare($before_from, $as_of)
),

buckets as (
    select
        what,
        first_day,
        last_day,
        unnest(generate_series(bucket_of($granularity, first_day), last_day, bucket_step($granularity)))::date as start
    from periods
    where first_day <= last_day
),

parts as (
    select
        what,
        row_number() over (partition by what order by start) as place,
        greatest(start, first_day) as bucket,
        least((start + bucket_step($granularity) - interval 1 day)::date, last_day) as bucket_end,
        bucket = start
            and bucket_end = (start + bucket_step($granularity) - interval 1 day)::date
            and bucket_end < $as_of::date as complete
    from buckets
),

counted as (
    select what, place, bucket, bucket_end, complete, count(published_on) as articles
    from parts left join published on published_on between bucket and bucket_end
    where bucket_end >= first_published($as_of)
    group by all
),

earlier as (
    select place, bucket as before_bucket, bucket_end as before_bucket_end, articles as before
    from counted
    where what = 'before'
),

now as (
    from counted where what = 'now'
)

select place, bucket, bucket_end, articles, complete, before_bucket, before_bucket_end, before
from now full join earlier using (place)
order by place
