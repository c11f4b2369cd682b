-- When was nothing published, and for how long?
-- Parameters: the page's filters (see selected_articles in schema.sql), $count (articles, or stories: see volume.sql)
-- Columns: gap_from, gap_to (a publishing day and the next one, which is in the period: the gap may have begun before
-- it; of a silence that still lasts the day as_of), days (from the one to the other, 2 or more), running (true: it still
-- lasts), usual (days, the median of all gaps that ended in the period, also of those of one day); in the order of time
with counted as (
    select published_on
    from counted_articles(
        $count, $as_of,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

-- Of all days, whatever the period, so that a silence that began before it is seen.
every as (
    select lag(published_on) over (order by published_on) as gap_from, published_on as gap_to, false as running
    from (select distinct published_on from counted)
    union all
    select max(published_on), $as_of::date, true from counted
),

gaps as (
    from every where gap_from is not null and in_period(gap_to, $from_day, $to_day)
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
