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
-- the whole folder, published up to as_of, and A the sum over all tags:
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
    select tag, count(*) as articles from published join article_tags using (path) group by tag
),

before as (
    select tag, count(*) as articles from published_before join article_tags using (path) group by tag
),

prior as (
    select tag, count(*) as articles
    from articles join article_tags using (path)
    where counts_as_published(status_on(draft, published_on, expires_on, $as_of::date))
    group by tag
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
        coalesce(now.articles, 0) as articles,
        n,
        coalesce(before.articles, 0) as before,
        before_n,
        coalesce(now.articles, 0) + prior.articles as with_prior,
        coalesce(before.articles, 0) + prior.articles as before_with_prior,
        -- all articles there are carry this tag alone: its odds are endless, and say nothing
        ln(with_prior / nullif(n1 + big_a - with_prior, 0))
        - ln(before_with_prior / nullif(n0 + big_a - before_with_prior, 0)) as log_odds,
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
    articles,
    n,
    articles / nullif(n, 0) as share,
    before,
    before_n,
    before / nullif(before_n, 0) as before_share,
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
