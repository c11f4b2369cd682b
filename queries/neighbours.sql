-- Which articles stand beside this one?
-- Parameters: $path, $as_of
-- Columns: relation (before, after: in time; section_before, section_after: in time within its section; tags: shares
-- most tags with it, five of them, the nearest in time first among equals), path, title, published_on, status, shared
-- (tags; null for the neighbours in time). In its own language, whatever the filters; without a date an article has no
-- neighbours in time, and without a section none in it
with dated as (
    select
        path,
        title,
        section,
        published_on,
        (published_on, coalesce(published_at, published_on), path) as moment,
        status_on(draft, published_on, expires_on, $as_of::date) as status
    from articles
    where language is not distinct from (select language from articles where path = $path)
),

this as (
    select * from dated where path = $path
),

in_time as (
    select
        unnest(['before', 'after', 'section_before', 'section_after']) as relation,
        unnest([
            (select max_by(path, moment) from dated where published_on is not null and moment < this.moment),
            (select min_by(path, moment) from dated where published_on is not null and moment > this.moment),
            (
                select max_by(path, moment) from dated
                where published_on is not null and moment < this.moment and section = this.section
            ),
            (
                select min_by(path, moment) from dated
                where published_on is not null and moment > this.moment and section = this.section
            )
        ]) as path,
        null as shared
    from this
    where published_on is not null
),

by_tags as (
    select 'tags' as relation, others.path, count(*) as shared
    from article_tags as own
    join article_tags as others using (tag)
    join dated on dated.path = others.path
    cross join this
    where own.path = $path and others.path <> $path
    group by others.path
    order by
        shared desc,
        abs(datediff('day', any_value(dated.published_on), any_value(this.published_on))) nulls last,
        others.path
    limit 5
)

select relation, path, title, published_on, status, shared
from (from in_time union all by name from by_tags)
join dated using (path)
order by
    list_position(['before', 'after', 'section_before', 'section_after', 'tags'], relation),
    shared desc,
    abs(datediff('day', published_on, (select published_on from this))) nulls last,
    path
