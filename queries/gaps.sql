-- When was nothing published, and for how long?
-- Parameters: the page's filters (see selected_articles in schema.sql), $count (articles, or stories: see volume.sql)
-- Columns: gap_from, gap_to (a publishing day and the next one; of a silence that still lasts the day as_of), days (from
-- the one to the other, 2 or more), running (true: it still lasts), usual (days, the median of all gaps that ended in the
-- period, also of those of one day); in the order of time
with counted as (
    select published_on
    from counted_articles(
        $count, $as_of,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

days as (
    select distinct published_on as day
    from counted
    where in_period(published_on, $from_day, $to_day)
),

ended as (
    select lag(day) over (order by day) as gap_from, day as gap_to, false as running from days
),

gaps as (
    from ended where gap_from is not null
    union all
    select max(day), $as_of::date, true
    from days
    where $to_day::date is null or $to_day::date >= $as_of::date
)

select
    gap_from,
    gap_to,
    gap_to - gap_from as days,
    running,
    (select median(gap_to - gap_from) from gaps where not running) as usual
from gaps
where gap_to - gap_from >= 2
order by gap_from
