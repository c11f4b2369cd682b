-- Which tags may be two spellings of one?
-- Columns: tag, label, articles (of the rarer one; of any status, in the whole folder), other_tag, other_label,
-- other_articles (the commoner one, to merge into), why (plural, accents, typing: see spellings in schema.sql); a
-- suggestion, nothing is merged by itself; the most used first
with counted as (
    select tag, label, articles, length(tag) as letters
    from (select tag, count(*) as articles from article_tags group by tag) join tags using (tag)
),

compared as (
    select
        rank,
        one,
        other,
        one.articles > other.articles or (one.articles = other.articles and one.letters < other.letters) as one_stays
    from spellings() as pairs
    join counted as one on one.tag = pairs.tag
    join counted as other on other.tag = pairs.mate
)

select
    case when one_stays then other.tag else one.tag end as tag,
    case when one_stays then other.label else one.label end as label,
    case when one_stays then other.articles else one.articles end as articles,
    case when one_stays then one.tag else other.tag end as other_tag,
    case when one_stays then one.label else other.label end as other_label,
    case when one_stays then one.articles else other.articles end as other_articles,
    ['plural', 'accents', 'typing'][rank] as why
from compared
order by articles + other_articles desc, other_label, label, tag
