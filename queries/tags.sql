-- What do we cover, and how did that change?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the period to compare
-- with, null = none), $search (in the tag as written or as key, whatever the case and the accents; '' = all)
-- Columns: tag, label (commonest spelling), articles (published; one counts for each of its tags; 0 for a tag of other
-- days), n (all published), share (of n: shares of tags do not add up to 1), before, before_n, change (articles -
-- before; null = no comparison), change_share (of before, from ten articles on), uses (articles up to as_of), first_on,
-- last_on (first and last day up to as_of; these three whatever the period), days_since (from last_on to as_of)
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

ever as (
    select tag, count(*) as uses, min(published_on) as first_on, max(published_on) as last_on
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    join article_tags using (path)
    where counts_as_published(status)
    group by tag
),

totals as (
    select
        (select count(*) from published) as n,
        case when can_compare($before_from, $as_of) then (select count(*) from published_before) end as before_n
)

select
    tag,
    label,
    coalesce(now.articles, 0) as articles,
    n,
    coalesce(now.articles, 0) / nullif(n, 0) as share,
    case when before_n is not null then coalesce(before.articles, 0) end as before,
    before_n,
    case when before_n is not null then coalesce(now.articles, 0) - coalesce(before.articles, 0) end as change,
    case when before.articles >= 10 and before_n is not null then change / before.articles end as change_share,
    uses,
    first_on,
    last_on,
    $as_of::date - last_on as days_since
from ever
left join now using (tag)
left join before using (tag)
join tags using (tag)
cross join totals
where contains(
    strip_accents(lower(concat_ws(' ', label, tag, replace(tag, '-', ' ')))), strip_accents(lower($search))
)
order by articles desc, label, tag
