-- Which tags are for one audience only?
-- Parameters: the page's filters (see selected_articles in schema.sql)
-- Columns: tag, label, audience (the only one it is published for in the period), articles (with the tag and an audience),
-- n (published with an audience), audience_share (of n), expected_elsewhere (articles to be expected for the others:
-- articles × their share; 3 or more), last_elsewhere (last day for another audience up to as_of, whatever the period; null =
-- never); the most to be expected first
with ever as (
    select
        path,
        audience,
        published_on,
        in_period(published_on, $from_day, $to_day) as in_period
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status) and audience is not null
),

audiences as (
    select audience, count(*) as audience_total, sum(count(*)) over ()::bigint as n
    from ever
    where in_period
    group by audience
),

only_one as (
    select tag, any_value(audience) as audience, count(*) as articles
    from ever join article_tags using (path)
    where in_period
    group by tag
    having count(distinct audience) = 1
)

select
    tag,
    label,
    audience,
    articles,
    n,
    audience_total / n as audience_share,
    articles * (n - audience_total) / n as expected_elsewhere,
    (
        select max(published_on)
        from ever join article_tags using (path)
        where article_tags.tag = only_one.tag and ever.audience <> only_one.audience
    ) as last_elsewhere
from only_one
join audiences using (audience)
join tags using (tag)
where articles * (n - audience_total) >= 3 * n
order by round(expected_elsewhere, 9) desc, label, tag
