-- What comes out on which day, and which days and weeks are empty or crowded?
-- Parameters: the page's filters (see selected_articles in schema.sql); the period is filled up to whole weeks, and
-- where it is open it begins with the first dated article and ends with the last, or on as_of
-- Columns: bucket, bucket_end (the ISO week), day, articles (of that day: published, scheduled, and drafts still to come),
-- usual (published on this weekday, a mean of the 26 complete weeks before these days, and before as_of; null when there
-- are fewer than four), state (empty: nothing, where something came out on this weekday in half of those weeks or more;
-- crowded: three or more, and more than twice the usual; usual; null = not known, or before the publication began),
-- week_articles, week_usual, week_state (the same of the week), path, title, section, audience, status, overdue (a draft
-- whose day has passed: it is in no count), published_at (one row for each article, and one with nulls for a day without
-- any); in order of time, drafts last
with dated as (
    select
        path,
        title,
        section,
        audience,
        status,
        status = 'draft' and published_on < $as_of::date as overdue,
        published_on as day,
        published_at
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where published_on is not null
),

days as (
    select unnest(generate_series(
        bucket_of('week', coalesce($from_day::date, min(day))),
        bucket_of('week', coalesce($to_day::date, greatest(max(day), $as_of::date))) + 6,
        interval 1 day
    ))::date as day
    from dated
),

-- What was usual then: a month of years ago is not measured by the pace of today.
reference as (
    select least($as_of::date, coalesce(bucket_of('week', $from_day::date), $as_of::date)) as day
),

complete_weeks as (
    select monday::date as monday
    from (
        select
            day,
            unnest(generate_series(bucket_of('week', day) - 26 * 7, bucket_of('week', day) - 7, interval 7 day)) as monday
        from reference
    )
    where monday >= first_published($as_of)
),

history as (
    select monday, isodow(day) as weekday, count(*) as articles
    from dated join complete_weeks on monday = bucket_of('week', day)
    where counts_as_published(status)
    group by all
),

weekdays as (
    select weekday, count(*) as weeks_with, sum(articles)::bigint as came_out from history group by weekday
),

any_day as (
    select
        (select count(*) from complete_weeks) as weeks,
        count(distinct monday) as week_weeks_with,
        coalesce(sum(articles), 0)::bigint as week_came_out
    from history
),

counted as (
    select bucket_of('week', day) as bucket, day, count(path) filter (not overdue) as articles
    from days left join dated using (day)
    group by day
),

totalled as (
    select *, sum(articles) over (partition by bucket)::bigint as week_articles from counted
),

judged as (
    select
        totalled.*,
        case when weeks >= 4 then coalesce(came_out, 0) / weeks end as usual,
        case when weeks >= 4 then week_came_out / weeks end as week_usual,
        case
            when weeks < 4 or day < coalesce(first_published($as_of), 'infinity') then null
            when articles = 0 and 2 * coalesce(weeks_with, 0) >= weeks then 'empty'
            when articles >= 3 and articles > 2 * usual then 'crowded'
            else 'usual'
        end as state,
        case
            when weeks < 4 or bucket < coalesce(first_published($as_of), 'infinity') then null
            when week_articles = 0 and 2 * week_weeks_with >= weeks then 'empty'
            when week_articles >= 3 and week_articles > 2 * week_usual then 'crowded'
            else 'usual'
        end as week_state
    from totalled
    left join weekdays on weekday = isodow(day)
    cross join any_day
)

select
    bucket,
    bucket + 6 as bucket_end,
    day,
    articles,
    usual,
    state,
    week_articles,
    week_usual,
    week_state,
    path,
    title,
    section,
    audience,
    status,
    overdue,
    published_at
from judged left join dated using (day)
order by day, status = 'draft', published_at nulls first, path
