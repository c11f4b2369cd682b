-- Which sections or audiences got another share than before, and is it more than chance?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the period to compare
-- with, null = none), $by (section, audience, language), $intended_sections, $intended_audiences (names the settings
-- want to see, with or without articles)
-- Columns: category ('' = none), articles (published, 0 too), n (all published), share, before, before_n, before_share
-- (the same of the period before; null = no comparison), points (share - before_share in percentage points), points_low,
-- points_high (95 % interval of that difference), state (rising or falling: 0 lies outside the interval; usual); the
-- largest difference upwards first
--
-- The interval is Newcombe's (1998, "Interval estimation for the difference between independent proportions", method 10),
-- from the Wilson intervals of the two shares:
--   low  = d - sqrt((share - wilson_low)² + (before_wilson_high - before_share)²), and high the other way round.
with compared as (
    select
        *,
        articles / nullif(n, 0) as share,
        before / nullif(before_n, 0) as before_share,
        share - before_share as change,
        sqrt((share - wilson_low(articles, n)) ** 2 + (wilson_high(before, before_n) - before_share) ** 2) as below,
        sqrt((wilson_high(articles, n) - share) ** 2 + (before_share - wilson_low(before, before_n)) ** 2) as above
    from share_counts(
        $by, $as_of, $from_day, $to_day, $before_from, $before_to,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
)

select
    category,
    articles,
    n,
    share,
    before,
    before_n,
    before_share,
    100 * change as points,
    100 * (change - below) as points_low,
    100 * (change + above) as points_high,
    case
        when change - below > 0 then 'rising'
        when change + above < 0 then 'falling'
        else 'usual'
    end as state
from compared
order by points desc nulls last, category = '', category
