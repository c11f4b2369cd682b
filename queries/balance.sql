-- Which sections serve which audiences?
-- Parameters: the page's filters (see selected_articles in schema.sql), $intended_sections, $intended_audiences (names
-- the settings want to see, with or without articles)
-- Columns: section, audience ('' = none), articles (published, 0 too), section_total, audience_total, total,
-- section_share (of the section's articles), audience_share (of the audience's), share (of all); null when there are
-- none
with labelled as (
    select path, coalesce(section, '') as section, coalesce(audience, '') as audience, published_on
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

published as (
    from labelled
    where ($from_day::date is null or published_on >= $from_day::date)
      and ($to_day::date is null or published_on <= $to_day::date)
),

sections as (
    select section from labelled
    union
    select unnest($intended_sections::varchar[]) where len($sections::varchar[]) = 0
),

audiences as (
    select audience from labelled
    union
    select unnest($intended_audiences::varchar[]) where len($audiences::varchar[]) = 0
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
    articles / nullif(total, 0) as share
from totalled
order by section = '', section, audience = '', audience
