-- Which tags are not on the agreed list, and which of the list are never used?
-- Parameters: $agreed (keys of the tags agreed upon; none: no tag is)
-- Columns: state (outside: used and not agreed; unused: agreed and never used), tag, label (of an unused one its key),
-- articles (of any status, in the whole folder: a draft with a tag of its own can still be mended), first_on, last_on
-- (days of those that are dated); outside first, the most used first
with used as (
    select
        tag,
        count(*) as articles,
        min(published_on) as first_on,
        max(published_on) as last_on
    from article_tags join articles using (path)
    group by tag
),

agreed as (
    select distinct unnest($agreed::varchar[]) as tag
)

select
    case when used.tag is null then 'unused' else 'outside' end as state,
    tag,
    coalesce(label, tag) as label,
    coalesce(articles, 0) as articles,
    first_on,
    last_on
from used
full join agreed using (tag)
left join tags using (tag)
where used.tag is null or agreed.tag is null
order by state, articles desc, label, tag
