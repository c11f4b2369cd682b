-- What share of the articles does each section or audience get?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the period to compare
-- with, null = none), $by (section, audience, language), $intended_sections, $intended_audiences (names the settings
-- want to see, with or without articles)
-- Columns: category ('' = none), articles (published, 0 too), n (all published), share, low, high (Wilson 95 %),
-- before, before_n, before_share (null = no comparison)
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
from share_counts(
    $by, $as_of, $from_day, $to_day, $before_from, $before_to,
    $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[],
    $intended_sections::varchar[], $intended_audiences::varchar[]
)
order by category = '', articles desc, category
