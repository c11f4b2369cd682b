-- Which tags fall short in which sections and for which audiences?
-- Parameters: the page's filters (see selected_articles in schema.sql), $targets (the plan, rows of field, name and share),
-- $hidden (gaps to leave, rows of section, audience, tag and reason)
-- Columns: field (section, audience), category, tag, label, articles (published in the period with both, 0 too),
-- category_total, tag_total, total (published), expected (if category and tag had nothing to do with each other:
-- category_total × tag_total / total), planned (total × the planned share of each; without a plan for one of them its own
-- share; null where neither has one), short (expected - articles), plan_short (planned - articles; of these two null where
-- less than 3 were to be expected or less than 1 is lacking), most_short (the greater of them), last_on (last day of both
-- up to as_of, whatever the period; null = never), drafts, scheduled (that would fill it, whatever the period), waiting
-- (their paths), reason (null = not hidden); the largest shortfall first
with any_day as (
    select
        path,
        section,
        audience,
        published_on,
        status in ('draft', 'scheduled') as waits,
        status,
        counts_as_published(status) as came_out,
        came_out
            and in_period(published_on, $from_day, $to_day) as counted
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

plan as (
    select row[1] as field, row[2] as name, row[3]::double as share
    from (select unnest($targets::varchar[][]) as row)
),

-- What has no section or audience is no place to write for.
placed as (
    select 'section' as field, section as category, any_day.* from any_day where section is not null
    union all
    select 'audience', audience, any_day.* from any_day where audience is not null
),

-- Counted once, and added up by section and by audience below.
by_tag as (
    select
        section,
        audience,
        tag,
        count(*) filter (counted) as articles,
        max(published_on) filter (came_out) as last_on,
        count(*) filter (status = 'draft') as drafts,
        count(*) filter (status = 'scheduled') as scheduled
    from any_day join article_tags using (path)
    group by section, audience, tag
),

-- A category stays when the other filters leave nothing of it.
ever as (
    select section, audience
    from selected_articles(
        $as_of, null, null, []::varchar[], []::varchar[], []::varchar[], $languages::varchar[], []::varchar[]
    )
    where counts_as_published(status)
),

categories as (
    select field, category
    from (
        select 'section' as field, section as category from ever
        union
        select 'audience', audience from ever
        union
        select field, name from plan where field in ('section', 'audience')
    )
    where category is not null
      and (field <> 'section' or len($sections::varchar[]) = 0 or list_contains($sections::varchar[], category))
      and (field <> 'audience' or len($audiences::varchar[]) = 0 or list_contains($audiences::varchar[], category))
),

category_totals as (
    select field, category, count(path) filter (counted) as category_total
    from categories left join placed using (field, category)
    group by field, category
),

tag_totals as (
    select tag, coalesce(sum(articles), 0)::bigint as tag_total
    from by_tag
    full join (select name as tag from plan where field = 'tag') using (tag)
    group by tag
),

hoped as (
    select
        category_totals.*,
        tag_totals.*,
        total,
        category_total * tag_total / total as expected,
        case when of_category.share is not null or of_tag.share is not null then
            -- 0.3 × 10 is 3, whatever a computer makes of it
            round(coalesce(of_category.share * total, category_total) * coalesce(of_tag.share * total, tag_total) / total, 9)
        end as planned
    from category_totals
    cross join tag_totals
    cross join (select nullif(count(*) filter (counted), 0) as total from any_day)
    left join plan as of_category on of_category.field = category_totals.field and of_category.name = category
    left join plan as of_tag on of_tag.field = 'tag' and of_tag.name = tag
    where expected >= 3 or planned >= 3
),

found as (
    select
        field,
        category,
        tag,
        sum(articles)::bigint as articles,
        max(last_on) as last_on,
        sum(drafts)::bigint as drafts,
        sum(scheduled)::bigint as scheduled
    from (
        select 'section' as field, section as category, by_tag.* from by_tag where section is not null
        union all
        select 'audience', audience, by_tag.* from by_tag where audience is not null
    )
    group by field, category, tag
),

in_waiting as (
    select field, category, tag, list(path order by path) as waiting
    from placed join article_tags using (path)
    where waits
    group by field, category, tag
),

measured as (
    select
        hoped.*,
        coalesce(articles, 0) as articles,
        case
            when expected >= 3 and expected - coalesce(articles, 0) >= 1 then expected - coalesce(articles, 0)
        end as short,
        case
            when planned >= 3 and planned - coalesce(articles, 0) >= 1 then planned - coalesce(articles, 0)
        end as plan_short,
        last_on,
        coalesce(drafts, 0) as drafts,
        coalesce(scheduled, 0) as scheduled,
        coalesce(waiting, []) as waiting
    from hoped
    left join found using (field, category, tag)
    left join in_waiting using (field, category, tag)
),

hidden as (
    select
        if(row[1] is not null, 'section', 'audience') as field,
        coalesce(row[1], row[2]) as category,
        row[3] as tag,
        any_value(row[4]) as reason
    from (select unnest($hidden::varchar[][]) as row)
    group by all
)

select
    field,
    category,
    tag,
    coalesce(label, tag) as label,
    articles,
    category_total,
    tag_total,
    total,
    expected,
    planned,
    short,
    plan_short,
    greatest(short, plan_short) as most_short,
    last_on,
    drafts,
    scheduled,
    waiting,
    reason
from measured
left join tags using (tag)
left join hidden using (field, category, tag)
where short is not null or plan_short is not null
order by round(most_short, 9) desc, articles, field desc, category, label, tag
