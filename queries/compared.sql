-- How does the period do against the one before, and what still runs against as many days before?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the period to compare
-- with, null = none), $granularity (day, week, month, quarter, year), $count (articles, or stories: see volume.sql)
-- Columns: what (period; running_before, running_year: the bucket that still runs at as_of, against the bucket before it
-- and against the same one 52 weeks or a year before, as many days of each; not there when none runs), first_day,
-- last_day (those counted; first_day null = from the beginning), articles (or stories), before_from, before_to, before
-- (null: nothing to compare with, or the publication had not begun)
with counted as (
    select published_on
    from counted_articles(
        $count, $as_of,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

-- Of a day no part can be counted.
running as (
    select bucket
    from (select bucket_of($granularity, $as_of::date) as bucket)
    where $granularity <> 'day'
      and in_period(bucket, $from_day, null)
      and in_period($as_of::date, null, $to_day)
),

earlier as (
    select 'running_before' as what, bucket, (bucket - bucket_step($granularity))::date as start from running
    union all
    select
        'running_year',
        bucket,
        (bucket - case when $granularity = 'week' then interval 364 day else interval 1 year end)::date
    from running
),

windows as (
    select
        'period' as what,
        $from_day::date as first_day,
        least(coalesce($to_day::date, $as_of::date), $as_of::date) as last_day,
        $before_from::date as before_from,
        $before_to::date as before_to
    union all
    select
        what,
        bucket,
        $as_of::date,
        start,
        -- 30 days of March are all of February
        least(start + ($as_of::date - bucket)::integer, (start + bucket_step($granularity) - interval 1 day)::date)
    from earlier
),

counts as (
    select
        windows.*,
        count(published_on) filter (published_on <= last_day and (first_day is null or published_on >= first_day)) as now,
        count(published_on) filter (published_on between before_from and before_to) as earlier
    from windows left join counted on true
    group by all
)

select
    what,
    first_day,
    last_day,
    now as articles,
    before_from,
    before_to,
    case when can_compare(before_from, $as_of) then earlier end as before
from counts
order by what
