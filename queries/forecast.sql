-- How many articles will there be when the period ends?
-- Parameters: the page's filters (see selected_articles in schema.sql), but for the last day: $plan_to (of the plan's
-- period, also while it runs; null = up to as_of), $per_week, $per_month (articles planned, null = no number; of both the
-- first counts)
-- Columns: day (each; of a long period some four hundred, the first, as_of and the last among them), planned (so many by
-- then if each day brings as much; null = no number is planned), published (so many by then; null after as_of), scheduled
-- (dated after as_of, up to then; null before), expected (published + the pace × the days since as_of, or since the day
-- before the period, or + scheduled where that is more; the pace is that of the last 8 complete weeks), low, high (of it
-- with a chance of 80 %); these three null before as_of, and where the publication had not begun 8 weeks before
--
-- What is scheduled is not added to the pace: the pace is of all that came out, and most of that was once scheduled. One
-- article a day, all of them scheduled ahead, would otherwise be counted twice.
-- The pace itself is only known from those 8 weeks. Of c articles in 56 days, and a Poisson rate of which nothing else is
-- known (Jeffreys' prior), d more days bring k with the chances of the negative binomial distribution with r = c + 1/2 and
-- p = 56 / (56 + d): wider than Poisson's around the pace, the more so the further ahead. low and high are its tenth and
-- ninetieth percentile.
with period as (
    select *, greatest($as_of::date, first_day - 1) as today  -- as seen from the period
    from (
        select
            first_day_of($from_day, $as_of, first_published($as_of)) as first_day,
            coalesce($plan_to::date, $as_of::date) as last_day
    )
),

fitting as (
    select published_on, counts_as_published(status) as came_out
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status) or status = 'scheduled'
),

pace as (
    select if(monday - 8 * 7 >= first_published($as_of), count(published_on), null) as recently
    from (select bucket_of('week', $as_of::date) as monday)
    left join fitting on came_out and in_period(published_on, monday - 8 * 7, monday - 1)
    group by monday
),

per_day as (
    select
        published_on as day,
        count(*) filter (came_out) as published,
        count(*) filter (not came_out) as scheduled
    from fitting
    group by published_on
),

every as (
    select
        period.*,
        unnest(generate_series(first_day, last_day, interval 1 day))::date as day,
        day(last_day(day)) as days_of_month
    from period
    where first_day <= last_day
),

summed as (
    select
        every.*,
        coalesce(
            $per_week::double * (every.day - first_day + 1) / 7,
            $per_month::double * sum(1 / days_of_month) over (order by every.day)
        ) as planned,
        coalesce(sum(per_day.published) over (order by every.day), 0)::bigint as published,
        coalesce(sum(per_day.scheduled) over (order by every.day), 0)::bigint as scheduled,
        recently,
        case when every.day >= today and recently is not null then every.day - today end as ahead
    from every
    left join per_day on per_day.day = every.day
    cross join pace
),

drawn as (
    from summed
    where (day - first_day) % ceil((last_day - first_day + 1) / 400)::integer = 0 or day in (today, last_day)
),

chances as (
    select
        day,
        k,
        sum(negative_binomial(k, r, p)) over (partition by day order by k) as chance
    from (
        select *, unnest(likely_counts(r, p)) as k
        from (select day, recently + 0.5 as r, 8 * 7 / (8 * 7 + ahead) as p from drawn where ahead > 0)
    )
),

quantiles as (
    select day, min(k) filter (chance >= 0.1) as low, min(k) filter (chance >= 0.9) as high
    from chances
    group by day
)

select
    day,
    planned,
    if(day <= $as_of::date, published, null) as published,
    if(day > $as_of::date, scheduled, null) as scheduled,
    if(ahead is null, null, published + greatest(scheduled, recently * ahead / (8 * 7))) as expected,
    if(ahead is null, null, published + greatest(scheduled, low)) as low,  -- greatest() skips the null of 0 days ahead
    if(ahead is null, null, published + greatest(scheduled, high)) as high
from drawn
left join quantiles using (day)
order by day
