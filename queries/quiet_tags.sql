-- Which tags went quiet?
-- Parameters: the page's filters (see selected_articles in schema.sql), but for the period: a tag is measured against its
-- own history
-- Columns: tag, label, articles (published up to as_of, 4 or more), mean_gap (days between its publishing days), last_on,
-- silence (days from last_on to as_of), q (silence / mean_gap), chance (of such a silence if nothing changed, e^-q),
-- state (quiet: q >= 3; slowing: q >= 2; usual); the quietest first
with days as (
    select tag, published_on, count(*) as articles
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    join article_tags using (path)
    where counts_as_published(status)
    group by tag, published_on
),

histories as (
    select
        tag,
        sum(articles)::bigint as articles,
        (max(published_on) - min(published_on)) / (count(*) - 1) as mean_gap,
        max(published_on) as last_on
    from days
    group by tag
    having sum(articles) >= 4 and count(*) >= 2
),

measured as (
    select *, $as_of::date - last_on as silence, ($as_of::date - last_on) / mean_gap as q
    from histories
)

select
    tag,
    label,
    articles,
    mean_gap,
    last_on,
    silence,
    q,
    exp(-q) as chance,
    case when q >= 3 then 'quiet' when q >= 2 then 'slowing' else 'usual' end as state
from measured
join tags using (tag)
order by q desc, articles desc, label
