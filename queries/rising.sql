-- Which tags rose or fell more than chance explains?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the period to compare
-- with; null = none, and then there are no rows)
-- Columns: tag, label, articles, n (published with this tag, and all), share (of n), before, before_n, before_share
-- (the same of the period before), change (share - before_share), log_odds, z (see below), state (rising: z >= 1.96 and the
-- share rose; falling: z <= -1.96 and it fell; usual); from the highest z to the lowest
--
-- z is the weighted log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
-- "Fightin' Words", section 3.5.1). Of tag w, y1 and y0 are its articles in the period and in the one before; n1 and n0
-- are the sums of these over all tags (an article counts for each of its tags); the prior a is the tag's articles in
-- the whole folder, published up to as_of, and A the sum over all tags, both scaled so that A is at most n1 + n0 (the
-- paper's alpha_0): else twenty years of articles would outweigh any quarter, and nothing would ever rise:
--   log_odds = ln((y1 + a) / (n1 + A - y1 - a)) - ln((y0 + a) / (n0 + A - y0 - a))
--   variance = 1 / (y1 + a) + 1 / (y0 + a)
--   z        = log_odds / sqrt(variance)
-- The prior holds back a tag that is rare: two articles after none is no news.
with published as (
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

published_before as (
    from selected_articles(
        $as_of, $before_from, $before_to,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where can_compare($before_from, $as_of) and counts_as_published(status)
),

now as (
    from tag_counts(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

before as (
    from tag_counts(
        $as_of, $before_from, $before_to,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where can_compare($before_from, $as_of)
),

prior as (
    from tag_counts($as_of, null, null, []::varchar[], []::varchar[], []::varchar[], []::varchar[], []::varchar[])
),

totals as (
    select
        (select count(*) from published) as n,
        (select count(*) from published_before) as before_n,
        (select coalesce(sum(articles), 0) from now)::double as n1,
        (select coalesce(sum(articles), 0) from before)::double as n0,
        (select coalesce(sum(articles), 0) from prior)::double as big_a
),

weighed as (
    select
        tag,
        least(1, (n1 + n0) / nullif(big_a, 0)) as scale,
        coalesce(now.articles, 0) as y1,
        n,
        coalesce(before.articles, 0) as y0,
        before_n,
        y1 + scale * prior.articles as with_prior,
        y0 + scale * prior.articles as before_with_prior,
        -- all articles there are carry this tag alone: its odds are endless, and say nothing
        ln(with_prior / nullif(n1 - y1 + scale * (big_a - prior.articles), 0))
        - ln(before_with_prior / nullif(n0 - y0 + scale * (big_a - prior.articles), 0)) as log_odds,
        log_odds / sqrt(1 / with_prior + 1 / before_with_prior) as z
    from now
    full join before using (tag)
    join prior using (tag)
    cross join totals
    where can_compare($before_from, $as_of)
)

select
    tag,
    label,
    y1 as articles,
    n,
    y1 / nullif(n, 0) as share,
    y0 as before,
    before_n,
    y0 / nullif(before_n, 0) as before_share,
    share - before_share as change,
    log_odds,
    z,
    case
        when z >= 1.96 and change > 0 then 'rising'
        when z <= -1.96 and change < 0 then 'falling'
        else 'usual'
    end as state
from weighed
join tags using (tag)
order by z desc nulls last, label, tag
