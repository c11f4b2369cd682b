-- Do we publish steadily?
-- Parameters: the page's filters (see selected_articles in schema.sql), $count (articles, or stories: see volume.sql)
-- Columns: one row: days (of the period up to as_of, from the first article on), weeks (complete ISO weeks),
-- articles_in_weeks, per_week (articles), publishing_days, median_gap,
-- longest_gap (days from one publishing day to the next, of the gaps that ended in the period, also when they began
-- before it; the latest of equals), gap_from, gap_to (those two days), last_on (the last day up to as_of, whatever the
-- period), running_gap (days from last_on to as_of), streak (complete weeks in a row with at least one, up to the
-- last), longest_streak (the most such weeks in a row; the latest of equals), streak_from, streak_to (its first and
-- last day)
with counted as (
    select published_on
    from counted_articles(
        $count, $as_of,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

published as (
    select published_on
    from counted
    where in_period(published_on, $from_day, $to_day)
),

weeks as (
    select bucket as monday, count(published_on) as articles
    from buckets_of('week', $from_day, $to_day, $as_of, (select min(published_on) from published))
    left join published on bucket_of('week', published_on) = bucket
    where complete
    group by bucket
),

-- Weeks in a row are as far from their number as the first of them.
streaks as (
    select count(*) as weeks, min(monday) as streak_from, max(monday) + 6 as streak_to
    from (select monday, monday - (7 * row_number() over (order by monday))::integer as run from weeks where articles > 0)
    group by run
),

longest_streak as (
    from streaks
    order by weeks desc, streak_to desc
    limit 1
),

-- The day before is looked up among all days: a silence belongs to the period in which it ended.
days as (
    select day, day_before
    from (
        select published_on as day, lag(published_on) over (order by published_on) as day_before
        from (select distinct published_on from counted)
    )
    where in_period(day, $from_day, $to_day)
),

-- A silence goes on past the end of last month, or ended there.
latest as (
    select max(published_on) as day from counted
),

longest as (
    select day_before, day
    from days
    where day_before is not null
    order by day - day_before desc, day desc
    limit 1
)

select
    greatest(
        least(coalesce($to_day::date, $as_of::date), $as_of::date)
        - first_day_of($from_day, $as_of, (select min(published_on) from published)) + 1,
        0
    ) as days,
    (select count(*) from weeks) as weeks,
    (select coalesce(sum(articles), 0)::bigint from weeks) as articles_in_weeks,
    (select avg(articles) from weeks) as per_week,
    (select count(*) from days) as publishing_days,
    (select median(day - day_before) from days) as median_gap,
    (select day - day_before from longest) as longest_gap,
    (select day_before from longest) as gap_from,
    (select day from longest) as gap_to,
    (select $as_of::date - day from latest) as running_gap,
    (select day from latest) as last_on,
    (
        select count(*)
        from weeks
        where monday > coalesce((select max(monday) from weeks where articles = 0), date '0001-01-01')
    ) as streak,
    coalesce((select weeks from longest_streak), 0) as longest_streak,
    (select streak_from from longest_streak) as streak_from,
    (select streak_to from longest_streak) as streak_to
