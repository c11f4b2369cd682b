-- Which keys stand in the front matter that no field takes its value from, and what do they hold?
-- Parameters: none
-- Columns: key (as written, in a table with a dot: cover.mood); articles (how many have it); examples (a list of three
--   values at most, the commonest first, 200 characters of each). The commonest key comes first.
-- Of articles that have the same keys, the newest thousand are looked into: three values need no more.
with unmapped as (
    select shape, key, replace(replace(key, '~', '~0'), '/', '~1') as pointer  -- as RFC 6901 writes it
    from article_fields
    where field is null
),
counted as (
    select key, count(*) as articles from unmapped join files using (shape) group by key
),
newest as (
    select shape, front_matter
    from articles join files using (path)
    where shape in (select shape from unmapped)
    qualify row_number() over (partition by shape order by published_on desc nulls last, path) <= 1000
),
held as (
    select
        key,
        left(
            coalesce(
                front_matter ->> ('/' || replace(pointer, '.', '/')),  -- in a table
                front_matter ->> ('/' || pointer)                      -- a key with a dot in it
            ),
            200
        ) as example
    from newest join unmapped using (shape)
),
ranked as (
    select key, example, row_number() over (partition by key order by count(*) desc, example) as rank
    from held
    where trim(example) not in ('', '[]', '{}')
    group by key, example
)

select key, articles, coalesce(list(example order by rank) filter (rank <= 3), []) as examples
from counted left join ranked using (key)
group by key, articles
order by articles desc, key
