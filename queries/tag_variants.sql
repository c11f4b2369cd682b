-- Which tags may be two spellings of one?
-- Columns: tag, label, articles (of the rarer one; of any status, in the whole folder), other_tag, other_label,
-- other_articles (the commoner one, to merge into), why (plural, accents, typing: see below); a suggestion, nothing is
-- merged by itself; the most used first
--
-- plural: one is the other with -s, -'s, -es, -en or -ën behind it (Dutch also taak/taken, man/mannen, brief/brieven,
-- huis/huizen; English also policy/policies). accents: nothing but accents differs. typing: one character too many, too
-- few, other, or two in the wrong order, in tags of six characters and more, but never a digit: plan-2025 is not
-- plan-2026. A tag longer than 60 characters is a sentence, and no typing error is looked for in it.
-- No pair is compared with all others: each tag gives the few spellings it could be a variant of, and equal ones meet.
with counted as (
    select
        tag,
        label,
        articles,
        length(tag) as letters,
        replace(tag, '’', '''') as plain
    from (select tag, count(*) as articles from article_tags group by tag) join tags using (tag)
),

-- Dutch: boeken without -en is boek, but taken has a short a left, mannen an n too many, brieven a v and huizen a z.
stems as (
    select
        tag,
        plain,
        regexp_extract(plain, '^(.{2,})en$', 1) as stem,
        regexp_replace(regexp_replace(stem, 'v$', 'f'), 'z$', 's') as hard
    from counted
),

singulars as (
    select tag, plain, unnest([
        regexp_extract(plain, '^(.{2,}[^s''])''?s$', 1),
        regexp_extract(plain, '^(.{2,})(?:es|ën)$', 1),
        regexp_replace(regexp_extract(plain, '^(.{2,}ies)$', 1), 'ies$', 'y'),
        stem,
        hard,
        regexp_replace(regexp_extract(hard, '^((?:.*[^aeiou])?[aeou][^aeiou])$', 1), '([aeou])(.)$', '\1\1\2'),
        case when right(stem, 1) = stem[-2:-2] then stem[:-2] end
    ]) as singular
    from stems
),

plurals as (
    select singulars.tag, counted.tag as mate
    from singulars join counted on counted.plain = singular
    where singular not in ('', singulars.plain)
),

accents as (
    select one.tag, other.tag as mate
    from counted as one
    join counted as other on strip_accents(one.tag) = strip_accents(other.tag) and one.tag < other.tag
),

-- What is left of a tag when one character is dropped: tags that are one error apart have a rest in common.
rests as (
    select tag, place, substr(tag, 1, place - 1) || substr(tag, place + 1) as rest, substr(tag, place, 1) as dropped
    from (select tag, unnest(range(1, letters + 1)) as place from counted where letters between 6 and 60)
    where not regexp_matches(dropped, '\p{Nd}')
),

typing as (
    select one.tag, other.tag as mate  -- another character
    from rests as one join rests as other using (rest, place)
    where one.tag < other.tag
    union all
    select rests.tag, counted.tag  -- one more
    from rests join counted on counted.tag = rests.rest
    where counted.letters >= 6
    union all
    select one.tag, other.tag  -- two neighbours changed places
    from rests as one
    join rests as other
        on other.rest = one.rest
        and other.place = one.place + 1
        and one.dropped = other.dropped
        and one.tag != other.tag
),

pairs as (
    select least(tag, mate) as tag, greatest(tag, mate) as mate, min(rank) as rank
    from (
        select *, 1 as rank from plurals
        union all
        select *, 2 from accents
        union all
        select *, 3 from typing
    )
    group by all
),

compared as (
    select
        rank,
        one,
        other,
        one.articles > other.articles or (one.articles = other.articles and one.letters < other.letters) as one_stays
    from pairs
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
