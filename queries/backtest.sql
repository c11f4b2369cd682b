-- Would the forecast have been right about earlier periods?
-- Parameters: the page's filters (see selected_articles in schema.sql), but for the last day: $plan_to (of the plan's
-- period, also while it runs)
-- Columns: first_day, last_day (of an earlier period of the same kind: so many whole months, or so many days), until (as far
-- on in it as as_of is in this one), published (up to then), pace (articles a day in the last 8 complete weeks before),
-- expected (published + pace × the days left), low, high (of it with a chance of 80 %, as in forecast.sql), articles (there
-- were in the end), held (did they lie between low and high?), before (in the period before that), error (between expected
-- and articles), last_error (between before and articles); the latest first, 8 at most, and only those of which all this is
-- known; no rows when the period is over or has no beginning or end
with period as (
    select
        $from_day::date as first_day,
        $plan_to::date as last_day,
        last_day - first_day + 1 as days,
        greatest($as_of::date - first_day + 1, 0) / days as elapsed,
        -- whole months, or null
        if(day(first_day) = 1 and day(last_day + 1) = 1, datediff('month', first_day, last_day + 1), null) as months
    where last_day > $as_of::date
),

earlier as (
    select
        coalesce(first_day - to_months((back * months)::integer), first_day - (back * days)::integer)::date as first_day,
        coalesce(first_day - to_months(((back - 1) * months)::integer), first_day - ((back - 1) * days)::integer)::date - 1
            as last_day,
        elapsed
    from period cross join unnest(range(1, 10)) as places(back)
),

judged as (
    select
        *,
        lag(first_day) over (order by first_day) as before_from,
        (first_day - 1 + round(elapsed * (last_day - first_day + 1))::integer)::date as until,
        bucket_of('week', until) as monday
    from earlier
),

published as (
    select published_on
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

counted as (
    select
        first_day,
        last_day,
        until,
        count(*) filter (in_period(published_on, first_day, until)) as published,
        count(*) filter (in_period(published_on, monday - 8 * 7, monday - 1)) as recently,
        count(*) filter (in_period(published_on, first_day, last_day)) as articles,
        count(*) filter (in_period(published_on, before_from, first_day - 1)) as before
    from judged left join published on published_on between least(before_from, monday - 8 * 7) and last_day
    where before_from is not null and last_day < $as_of::date
      and can_compare(least(before_from, monday - 8 * 7), $as_of)
    group by all
),

-- As forecast.sql has it: its formula is what is tested here.
chances as (
    select
        first_day,
        k,
        sum(negative_binomial(k, r, p)) over (partition by first_day order by k) as chance
    from (
        select *, unnest(likely_counts(r, p)) as k
        from (
            select first_day, recently + 0.5 as r, 8 * 7 / (8 * 7 + last_day - until) as p
            from counted
            where until < last_day
        )
    )
),

quantiles as (
    select first_day, min(k) filter (chance >= 0.1) as low, min(k) filter (chance >= 0.9) as high
    from chances
    group by first_day
)

select
    first_day,
    last_day,
    until,
    published,
    recently / (8 * 7) as pace,
    published + pace * (last_day - until) as expected,
    published + coalesce(low, 0) as low,  -- no day was left
    published + coalesce(high, 0) as high,
    articles,
    articles between published + coalesce(low, 0) and published + coalesce(high, 0) as held,
    before,
    abs(expected - articles) as error,
    abs(before - articles) as last_error
from counted
left join quantiles using (first_day)
order by first_day desc
