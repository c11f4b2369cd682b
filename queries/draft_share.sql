-- What share is still draft?
-- Parameters: the page's filters (see selected_articles in schema.sql), $by (all, section, audience, tag, month),
-- $intended_sections, $intended_audiences
-- Columns: category ('' = none; the tag's key; the month as 2026-03), drafts (dated in the period), published, n (the two
-- together), share (drafts of n, null when n = 0), low, high (Wilson 95 %). Scheduled articles are in neither, nor is
-- what has no date and is no draft. A draft without a date counts when the period is open on both sides, and in no
-- month. An article counts once for each of its tags.
with chosen as (
    select
        status = 'draft' as is_draft,
        published_on,
        case $by
            when 'section' then coalesce(section, '')
            when 'audience' then coalesce(audience, '')
            when 'month' then strftime(published_on, '%Y-%m')  -- null, and so in none, without a date
            when 'tag' then coalesce(article_tags.tag, '')
            when 'all' then ''
            else error('by is all, section, audience, tag or month, not ' || $by)
        end as category
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    ) as articles
    left join article_tags on $by = 'tag' and article_tags.path = articles.path
    where status = 'draft' or counts_as_published(status)
),

months as (
    select strftime(unnest(generate_series(
        bucket_of('month', coalesce($from_day::date, min(published_on))),
        coalesce($to_day::date, greatest($as_of::date, max(published_on))),
        interval 1 month
    )), '%Y-%m') as category
    from chosen
),

categories as (
    from categories_of(
        $by, $as_of,
        $sections::varchar[], $audiences::varchar[], $languages::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[],
        with_drafts := true
    )
    union
    select category from months where $by = 'month'
    union
    select category from chosen where $by = 'tag'
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
