-- What is there to filter by?
-- Columns: field (section, audience, tag, language), value ('' = none), label (as shown), articles (any status)
with used as (
    select 'section' as field, coalesce(section, '') as value, coalesce(section, '') as label from articles
    union all
    select 'audience', coalesce(audience, ''), coalesce(audience, '') from articles
    union all
    select 'language', coalesce(language, ''), coalesce(language, '') from articles
    union all
    select 'tag', tag, tags.label from article_tags join tags using (tag)
    union all
    select 'tag', '', '' from articles where path not in (select path from article_tags)
)

select field, value, any_value(label) as label, count(*) as articles
from used
group by field, value
order by field, value = '', case when field = 'tag' then -count(*) end, label
