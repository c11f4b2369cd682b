-- What share is still draft?
-- Parameters: the page's filters (see selected_articles in schema.sql), $by (all, section, audience, month),
-- $intended_sections, $intended_audiences
-- Columns: category ('' = none; the month as 2026-03), drafts (dated in the period), published, n (the two together),
-- share (drafts of n, null when n = 0), low, high (Wilson 95 %). Scheduled and undated articles are in neither.
with waiting_or_published as (
    select
        status = 'draft' as is_draft,
        published_on,
        coalesce(case $by when 'section' then section when 'audience' then audience end, '') as name
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where status = 'draft' or counts_as_published(status)
),

chosen as (
    select *, case when $by = 'month' then strftime(published_on, '%Y-%m') else name end as category
    from waiting_or_published
    where ($from_day::date is null or published_on >= $from_day::date)
      and ($to_day::date is null or published_on <= $to_day::date)
),

-- A draft without a date belongs to no month.
months as (
    select strftime(unnest(generate_series(
        bucket_of('month', coalesce($from_day::date, min(published_on))),
        coalesce($to_day::date, max(published_on)),
        interval 1 month
    )), '%Y-%m') as category
    from chosen
),

categories as (
    select category from months where $by = 'month'
    union
    select name from waiting_or_published where $by in ('section', 'audience')
    union
    select unnest($intended_sections::varchar[]) where $by = 'section' and len($sections::varchar[]) = 0
    union
    select unnest($intended_audiences::varchar[]) where $by = 'audience' and len($audiences::varchar[]) = 0
    union
    select '' where $by = 'all'
),

counted as (
    select
        category,
        count(*) filter (is_draft) as drafts,
        count(*) filter (not is_draft) as published
    from categories left join chosen using (category)
    group by category
)

select
    category,
    drafts,
    published,
    drafts + published as n,
    drafts / nullif(drafts + published, 0) as share,
    wilson_low(drafts, drafts + published) as low,
    wilson_high(drafts, drafts + published) as high
from counted
order by category = '', category
