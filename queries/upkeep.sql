-- What needs upkeep?
-- Parameters: the page's filters (see selected_articles in schema.sql; without a status: what counts as published),
-- $headings (that the house style wants in every text), $stale_after_days, $lacks (a code whose articles are named)
-- Columns: code, articles (that lack it), of (that could have it; 0 = nothing in the folder ever has it), paths (of
-- those articles, for the code $lacks; empty for the others); the most articles first.
-- Codes: summary, cover, tags, section, audience, body (no words in it); alt (a cover without alt text), useless_alt (it
-- only repeats the title or the file's name), image_alt (an image in the text without alt text); duplicate_title and
-- duplicate_slug (another article of the folder in the same language has it, whatever its day and status; case, accents
-- and punctuation aside); stale (no update for $stale_after_days or more, on whatever day it was published; what expired
-- is not updated any more); heading:… for each of $headings (case, accents and punctuation aside)
with titles as (
    select
        path,
        coalesce(language, '') as language,
        regexp_replace(strip_accents(lower(title)), '[^\p{L}\p{N}]+', '', 'g') as title_key
    from articles
    where title is not null
),

same_title as (
    select title_key, language from titles where title_key <> '' group by all having count(*) > 1
),

same_slug as (
    select lower(slug) as slug_key, coalesce(language, '') as language
    from articles
    where slug <> ''
    group by all
    having count(*) > 1
),

used as (
    select
        count(summary) > 0 as summary,
        count(cover_image) > 0 as cover,
        count(cover_alt) > 0 as alt,
        count(section) > 0 as section,
        count(audience) > 0 as audience,
        (select count(*) > 0 from article_tags) as tags
    from articles
),

chosen as (
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where len($statuses::varchar[]) > 0 or counts_as_published(status)
),

here as (
    select
        chosen.*,
        titles.title_key,
        same_title.title_key is not null as has_same_title,
        same_slug.slug_key is not null as has_same_slug,
        regexp_replace(strip_accents(lower(cover_alt)), '[^\p{L}\p{N}]+', '', 'g') as alt_key,
        regexp_extract(strip_accents(lower(cover_image)), '([^/?#]*)(?:[?#].*)?$', 1) as image_name
    from chosen
    left join titles using (path)
    left join same_title on same_title.title_key = titles.title_key and same_title.language = titles.language
    left join same_slug on slug_key = lower(slug) and same_slug.language = coalesce(chosen.language, '')
    where in_period(published_on, $from_day, $to_day)
),

texts as (
    select
        path,
        regexp_matches(body, '!\[[^\]]*\]\(') or regexp_matches(body, '(?i)<img\s') as has_image,
        regexp_matches(body, '!\[\s*\]\(')
        or len(list_filter(
            regexp_extract_all(body, '(?i)<img\s[^>]*>'), lambda tag: not regexp_matches(tag, '(?i)\balt\s*=')
        )) > 0 as silent_image,
        list_transform(
            if(
                len($headings::varchar[]) > 0,
                regexp_extract_all(body, '(?m)^ {0,3}#{1,6}[ \t]+([^{\n]+)', 1)
                || regexp_extract_all(body, '(?is)<h[1-6][^>]*>(.*?)</h[1-6]>', 1),
                []
            ),
            lambda heading: regexp_replace(strip_accents(lower(heading)), '[^\p{L}\p{N}]+', '', 'g')
        ) as headings
    from article_texts
    where path in (select path from here)
),

-- For each article and code: does the question apply, and is something lacking?
answers as (
    select
        path,
        unnest([
            {'code': 'summary', 'applies': used.summary, 'lacks': here.summary is null},
            {'code': 'cover', 'applies': used.cover, 'lacks': cover_image is null},
            {'code': 'alt', 'applies': used.alt and cover_image is not null, 'lacks': cover_alt is null},
            {
                'code': 'useless_alt',
                'applies': cover_alt is not null,
                'lacks': alt_key <> '' and alt_key in (
                    title_key,
                    regexp_replace(image_name, '[^\p{L}\p{N}]+', '', 'g'),
                    regexp_replace(regexp_replace(image_name, '\.[a-z0-9]+$', ''), '[^\p{L}\p{N}]+', '', 'g')
                )
            },
            {'code': 'image_alt', 'applies': has_image, 'lacks': silent_image},
            {'code': 'tags', 'applies': used.tags, 'lacks': path not in (select path from article_tags)},
            {'code': 'section', 'applies': used.section, 'lacks': here.section is null},
            {'code': 'audience', 'applies': used.audience, 'lacks': here.audience is null},
            {'code': 'body', 'applies': true, 'lacks': word_count = 0},
            {'code': 'duplicate_title', 'applies': true, 'lacks': has_same_title},
            {'code': 'duplicate_slug', 'applies': true, 'lacks': has_same_slug}
        ], recursive := true)
    from here
    left join texts using (path)
    cross join used
    union all
    select
        path,
        'stale',
        status <> 'expired' and greatest(published_on, updated_on) is not null,
        $as_of::date - greatest(published_on, updated_on) >= $stale_after_days
    from chosen
    union all
    select
        path,
        'heading:' || heading,
        true,
        not list_contains(headings, regexp_replace(strip_accents(lower(heading)), '[^\p{L}\p{N}]+', '', 'g'))
    from here
    join texts using (path)
    cross join (select unnest($headings::varchar[]) as heading)
),

codes as (
    select unnest(
        [
            'summary', 'cover', 'alt', 'useless_alt', 'image_alt', 'tags', 'section', 'audience', 'body',
            'duplicate_title', 'duplicate_slug', 'stale'
        ] || list_transform($headings::varchar[], lambda heading: 'heading:' || heading)
    ) as code
)

select
    code,
    count(path) filter (applies and lacks) as articles,
    count(path) filter (applies) as of,
    coalesce(list(path order by path) filter (applies and lacks and code = $lacks), []) as paths
from codes left join answers using (code)
group by code
order by articles / nullif(of, 0) desc nulls last, articles desc, code
