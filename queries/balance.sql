-- Which sections serve which audiences?
-- Parameters: the page's filters (see selected_articles in schema.sql), $intended_sections, $intended_audiences (names
-- the settings want to see, with or without articles)
-- Columns: section, audience ('' = none), articles (published, 0 too), section_total, audience_total, total,
-- section_share (of the section's articles), audience_share (of the audience's), share (of all); null when there are
-- none; expected (articles if the two had nothing to do with each other: section_total × audience_total / total),
-- residual (Pearson's: (articles - expected) / √expected; null where nothing was expected)
with published as (
    select path, coalesce(section, '') as section, coalesce(audience, '') as audience
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

sections as (
    select category as section
    from categories_of(
        'section', $as_of,
        $sections::varchar[], $audiences::varchar[], $languages::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
),

audiences as (
    select category as audience
    from categories_of(
        'audience', $as_of,
        $sections::varchar[], $audiences::varchar[], $languages::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
),

cells as (
    select section, audience, count(path) as articles
    from sections cross join audiences
    left join published using (section, audience)
    group by section, audience
),

totalled as (
    select
        section,
        audience,
        articles,
        sum(articles) over (partition by section)::bigint as section_total,
        sum(articles) over (partition by audience)::bigint as audience_total,
        sum(articles) over ()::bigint as total
    from cells
)

select
    *,
    articles / nullif(section_total, 0) as section_share,
    articles / nullif(audience_total, 0) as audience_share,
    articles / nullif(total, 0) as share,
    section_total * audience_total / nullif(total, 0) as expected,
    (articles - expected) / sqrt(nullif(expected, 0)) as residual
from totalled
order by section = '', section, audience = '', audience
