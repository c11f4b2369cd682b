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
with keys as (
    select
        path,
        regexp_replace(strip_accents(lower(title)), '[^\p{L}\p{N}]+', '', 'g') as title_key,
        regexp_replace(strip_accents(lower(cover_alt)), '[^\p{L}\p{N}]+', '', 'g') as alt_key,
        regexp_extract(strip_accents(lower(cover_image)), '([^/?#]*)(?:[?#].*)?$', 1) as image_name
    from articles
),

folder as (
    select
        articles.*,
        title_key <> '' and count(*) over (partition by title_key, coalesce(language, '')) > 1 as same_title,
        slug <> '' and count(*) over (partition by lower(slug), coalesce(language, '')) > 1 as same_slug,
        alt_key <> '' and alt_key in (
            title_key,
            regexp_replace(image_name, '[^\p{L}\p{N}]+', '', 'g'),
            regexp_replace(regexp_replace(image_name, '\.[a-z0-9]+$', ''), '[^\p{L}\p{N}]+', '', 'g')
        ) as same_alt
    from articles join keys using (path)
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
    select
        folder.* exclude (draft, published_on, expires_on),
        selected.published_on,
        status,
        ($from_day is null or selected.published_on >= $from_day::date)
        and ($to_day is null or selected.published_on <= $to_day::date) as in_period
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    ) as selected
    join folder using (path)
    where len($statuses::varchar[]) > 0 or counts_as_published(status)
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
    where path in (select path from chosen where in_period)
),

-- For each article and code: does the question apply, and is something lacking?
answers as (
    select
        path,
        unnest([
            {'code': 'summary', 'applies': in_period and used.summary, 'lacks': chosen.summary is null},
            {'code': 'cover', 'applies': in_period and used.cover, 'lacks': cover_image is null},
            {'code': 'alt', 'applies': in_period and used.alt and cover_image is not null, 'lacks': cover_alt is null},
            {'code': 'useless_alt', 'applies': in_period and cover_alt is not null, 'lacks': same_alt},
            {'code': 'image_alt', 'applies': in_period and has_image, 'lacks': silent_image},
            {
                'code': 'tags',
                'applies': in_period and used.tags,
                'lacks': path not in (select path from article_tags)
            },
            {'code': 'section', 'applies': in_period and used.section, 'lacks': chosen.section is null},
            {'code': 'audience', 'applies': in_period and used.audience, 'lacks': chosen.audience is null},
            {'code': 'body', 'applies': in_period, 'lacks': word_count = 0},
            {'code': 'duplicate_title', 'applies': in_period, 'lacks': same_title},
            {'code': 'duplicate_slug', 'applies': in_period, 'lacks': same_slug},
            {
                'code': 'stale',
                'applies': status <> 'expired' and greatest(published_on, updated_on) is not null,
                'lacks': $as_of::date - greatest(published_on, updated_on) >= $stale_after_days
            }
        ], recursive := true)
    from chosen
    left join texts using (path)
    cross join used
    union all
    select
        path,
        'heading:' || heading as code,
        in_period as applies,
        not list_contains(headings, regexp_replace(strip_accents(lower(heading)), '[^\p{L}\p{N}]+', '', 'g')) as lacks
    from chosen
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
