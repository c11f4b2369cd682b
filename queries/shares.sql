-- What share of the articles does each section or audience get?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the period to compare
-- with, null = none), $by (section, audience, language), $intended_sections, $intended_audiences (names the settings
-- want to see, with or without articles)
-- Columns: category ('' = none), articles (published, 0 too), n (all published), share, low, high (Wilson 95 %),
-- before, before_n, before_share (null = no comparison)
with labelled as (
    select
        published_on,
        coalesce(part_of($by, section, audience, language), '') as category
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

categories as (
    from categories_of(
        $by, $as_of,
        $sections::varchar[], $audiences::varchar[], $languages::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
),

counted as (
    select
        category,
        count(published_on) filter (in_period(published_on, $from_day, $to_day)) as articles,
        case when can_compare($before_from, $as_of) then
            count(published_on) filter (published_on between $before_from::date and $before_to::date)
        end as before
    from categories left join labelled using (category)
    group by category
),

totalled as (
    select *, sum(articles) over ()::bigint as n, sum(before) over ()::bigint as before_n from counted
)

select
    category,
    articles,
    n,
    articles / nullif(n, 0) as share,
    wilson_low(articles, n) as low,
    wilson_high(articles, n) as high,
    before,
    before_n,
    before / nullif(before_n, 0) as before_share
from totalled
order by category = '', articles desc, category
