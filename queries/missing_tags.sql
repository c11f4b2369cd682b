-- Which tags are common elsewhere, and not there at all in one section and audience?
-- Parameters: the page's filters (see selected_articles in schema.sql), $cell_section, $cell_audience ('' = none)
-- Columns: tag, label, elsewhere (published in the period with this tag, three or more, none of them in the cell),
-- in_section, in_audience (of these, in the cell's section or for its audience), n (published elsewhere), share (of n),
-- here (published in the cell), expected (of those: here × share), last_here (last day it was in the cell before the
-- period; null = never); the commonest first
with ever as (
    select
        path,
        published_on,
        in_period(published_on, $from_day, $to_day) as in_period,
        coalesce(section, '') = $cell_section as in_section,
        coalesce(audience, '') = $cell_audience as in_audience,
        in_section and in_audience as in_cell
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

totals as (
    select
        count(*) filter (in_period and not in_cell) as n,
        count(*) filter (in_period and in_cell) as here
    from ever
),

counted as (
    select
        tag,
        count(*) filter (in_period and not in_cell) as elsewhere,
        count(*) filter (in_period and not in_cell and in_section) as in_section,
        count(*) filter (in_period and not in_cell and in_audience) as in_audience,
        count(*) filter (in_period and in_cell) as in_cell,
        max(published_on) filter (in_cell and published_on < $from_day::date) as last_here
    from ever join article_tags using (path)
    group by tag
)

select
    tag,
    label,
    elsewhere,
    in_section,
    in_audience,
    n,
    elsewhere / n as share,
    here,
    here * share as expected,
    last_here
from counted
join tags using (tag)
cross join totals
where in_cell = 0 and elsewhere >= 3
order by elsewhere desc, label, tag
