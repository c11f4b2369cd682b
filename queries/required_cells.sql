-- Which places must never be empty, and what is in them?
-- Parameters: $as_of, $from_day, $to_day (no other filter of the page: what is required is required of the whole
-- publication), $required (rows of section, audience and tag, null = any)
-- Columns: place (from 1, in the order of the settings), section, audience, tag (null = any), label (of the tag), articles
-- (published in the period, 0 too), total (published in the period), last_on (last day up to as_of, whatever the period;
-- null = never), drafts, scheduled (whatever the period), waiting (paths of these)
with required as (
    select row_number() over () as place, row[1] as section, row[2] as audience, row[3] as tag
    from (select unnest($required::varchar[][]) as row)
),

any_day as (
    select
        path,
        section,
        audience,
        published_on,
        status,
        counts_as_published(status) as came_out,
        came_out
            and in_period(published_on, $from_day, $to_day) as counted
    from selected_articles(
        $as_of, null, null, []::varchar[], []::varchar[], []::varchar[], []::varchar[], []::varchar[]
    )
),

found as (
    select place, any_day.*
    from required
    join any_day
        on (required.section is null or required.section = any_day.section)
        and (required.audience is null or required.audience = any_day.audience)
        and (
            tag is null
            or exists (from article_tags where article_tags.path = any_day.path and article_tags.tag = required.tag)
        )
)

select
    place,
    required.section,
    required.audience,
    required.tag,
    coalesce(any_value(label), required.tag) as label,
    count(path) filter (counted) as articles,
    (select count(*) from any_day where counted) as total,
    max(found.published_on) filter (came_out) as last_on,
    count(path) filter (status = 'draft') as drafts,
    count(path) filter (status = 'scheduled') as scheduled,
    coalesce(list(path order by path) filter (status in ('draft', 'scheduled')), []) as waiting
from required
left join found using (place)
left join tags on tags.tag = required.tag
group by place, required.section, required.audience, required.tag
order by place
