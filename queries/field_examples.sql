-- What does each field hold, to see whether it takes its value from the right key?
-- Parameters: none
-- Columns: field; example (three values of each field at most: the commonest first); articles (how many have this value)
with values_of as (
    unpivot (
        select
            path, title, summary, section, audience, language, slug, cover_image, cover_alt, cover_caption,
            published_on::varchar as date, updated_on::varchar as updated, expires_on::varchar as expires,
            draft::varchar as draft, array_to_string(authors, ', ') as authors
        from articles
    ) on columns(* exclude (path)) into name field value example
    union all
    select path, 'tags', label from article_tags
),
counted as (
    select field, left(example, 200) as example, count(*) as articles
    from values_of
    where example <> ''
    group by all
)
select field, example, articles
from counted
where field in (select field from fields)
qualify row_number() over (partition by field order by articles desc, example) <= 3
order by field, articles desc, example
