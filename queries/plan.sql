-- Does everything get what the plan asks, and what does it still need?
-- Parameters: the page's filters (see selected_articles in schema.sql), but for the last day: $plan_to (of the plan's
-- period, also while it runs; null = up to as_of), $targets (the plan, rows of field, name and share), $per_week,
-- $per_month (articles planned, null = no number; of both the first counts), $intended_sections, $intended_audiences
-- (names the settings want to see, with or without articles)
-- Columns: field (volume = all articles together; section, audience, tag), category ('' = all, or none), label (as shown),
-- articles (published in the period), n (all of them), share, planned_share (null = no plan for it), target (articles of
-- the whole period: planned_share × the number planned, or × n where no number is), attained (of the target: a surplus
-- fills no other gap), due (of the target, what should be there by now: × the part of the period that is gone; where no
-- number is planned all of it, for then the target grows with what comes out), behind (due - articles; a surplus is less
-- than 0), scheduled (dated in what is left), short (target - articles - scheduled, 0 when that is less),
-- needed_per_week (short / weeks_left; null with less than a week left), usual_per_week (in the last 8 complete weeks; null
-- where the publication had not begun), first_day, last_day (of the period, not before the first article), weeks_left; of
-- tags only those in the plan; first what is furthest behind
with period as (
    select
        *,
        greatest(last_day - first_day + 1, 0) as days,
        least(greatest(last_day - $as_of::date, 0), days) / 7 as weeks_left
    from (
        select
            first_day_of($from_day, $as_of, first_published($as_of)) as first_day,
            coalesce($plan_to::date, $as_of::date) as last_day
    )
),

-- A month counts for as much of it as lies in the period.
months as (
    select greatest(edges[2] - edges[1], 0) as months
    from (
        select list_transform(
            [first_day, last_day + 1], lambda d: year(d) * 12 + month(d) + (day(d) - 1) / day(last_day(d))
        ) as edges
        from period
    )
),

this_week as (
    select monday, monday - 8 * 7 as first_monday, first_monday >= first_published($as_of) as known
    from (select bucket_of('week', $as_of::date) as monday)
),

fitting as (
    select
        path,
        section,
        audience,
        counts_as_published(status) and in_period(published_on, $from_day, last_day) as counted,
        status = 'scheduled' and in_period(published_on, $from_day, last_day) as ahead,
        counts_as_published(status) and in_period(published_on, first_monday, monday - 1) as recent
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    cross join period
    cross join this_week
),

placed as (
    select 'volume' as field, '' as category, * from fitting
    union all
    select 'section', coalesce(section, ''), * from fitting
    union all
    select 'audience', coalesce(audience, ''), * from fitting
    union all
    select 'tag', tag, fitting.* from fitting join article_tags using (path)
),

shares as (
    select row[1] as field, row[2] as category, row[3]::double as planned_share
    from (select unnest($targets::varchar[][]) as row)
),

categories as (
    select 'volume' as field, '' as category
    union
    select field, category from shares
    union
    select 'section', category
    from categories_of(
        'section', $as_of, $sections::varchar[], $audiences::varchar[], $languages::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
    union
    select 'audience', category
    from categories_of(
        'audience', $as_of, $sections::varchar[], $audiences::varchar[], $languages::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
),

counted as (
    select
        field,
        category,
        count(path) filter (counted) as articles,
        count(path) filter (ahead) as scheduled,
        count(path) filter (recent) as recently
    from categories left join placed using (field, category)
    group by field, category
),

planned as (
    select
        counted.*,
        n,
        planned_share,
        coalesce($per_week::double * days / 7, $per_month::double * months) as number,
        round(if(field = 'volume', number, planned_share * coalesce(number, n)), 10) as target,  -- 0.3 × 10 is 3
        if(
            field <> 'volume' and number is null,
            target,
            round(target * (1 - weeks_left * 7 / greatest(days, 1)), 10)
        ) as due,
        period.*
    from counted
    left join shares using (field, category)
    cross join period
    cross join months
    cross join (select articles as n from counted where field = 'volume')
)

select
    field,
    category,
    coalesce(label, category) as label,
    articles,
    n,
    articles / nullif(n, 0) as share,
    planned_share,
    target,
    if(target is null, null, least(articles, target)) as attained,
    due,
    due - articles as behind,
    scheduled,
    if(target is null, null, greatest(target - articles - scheduled, 0)) as short,
    if(weeks_left >= 1, short / weeks_left, null) as needed_per_week,
    case when known then recently / 8 end as usual_per_week,
    first_day,
    last_day,
    weeks_left
from planned
left join tags on field = 'tag' and tag = category
cross join this_week
order by
    list_position(['volume', 'section', 'audience', 'tag'], field),
    target is null,
    due - articles desc,
    articles desc,
    category = '',
    label,
    category
