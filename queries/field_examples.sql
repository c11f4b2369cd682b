-- What does each field hold, to see whether it takes its value from the right key?
-- Parameters: none
-- Columns: field; example (three values of each field at most: the commonest first; 200 characters of it);
--   articles (how many have this value from a key, a file name or a folder)
with shaped as (
    select articles.*, files.shape from articles join files using (path)
),
values_of as (
    unpivot (
        select
            shape, title, summary, section, audience, language, slug, story, cover_image, cover_alt, cover_caption,
            published_on::varchar as date, updated_on::varchar as updated, expires_on::varchar as expires,
            first_seen_on::varchar as created, draft::varchar as draft
        from shaped
    ) on columns(* exclude (shape)) into name field value example
    union all
    select shape, 'authors', unnest(authors) from shaped
    union all
    select shape, 'tags', label from article_tags join files using (path)
),
counted as (
    select field, left(example, 200) as example, count(*) as articles
    from values_of
    semi join article_fields using (shape, field)  -- not what the loader filled in by itself: a slug, no draft
    where example <> ''
    group by all
)

select field, example, articles
from counted
qualify row_number() over (partition by field order by articles desc, example) <= 3
order by field, articles desc, example
