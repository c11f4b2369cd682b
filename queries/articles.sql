-- Which articles are these?
-- Parameters: $with_tags (each of them carries all of these, beside the page's filters), the page's filters (see
-- selected_articles in schema.sql), $search (in title, summary, tags and path, whatever the case and the accents; '' =
-- all)
-- Columns: path, title, section, audience, tags (labels), status, published_on, published_at, authors, word_count,
-- summary, language; the newest first, undated last
with labels as (
    select path, list(label order by position) as tags from article_tags group by path
),

searchable as (
    select
        articles.*,
        labels.tags,
        strip_accents(lower(concat_ws(' ', title, summary, path, array_to_string(labels.tags, ' ')))) as haystack
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    ) as articles
    left join labels using (path)
)

select
    path,
    title,
    section,
    audience,
    coalesce(tags, []) as tags,
    status,
    published_on,
    published_at,
    authors,
    word_count,
    summary,
    language
from searchable
where (
    len($with_tags::varchar[]) = 0
    or path in (
        select article_tags.path
        from article_tags
        where list_contains($with_tags::varchar[], tag)
        group by article_tags.path
        having count(*) = len(list_distinct($with_tags::varchar[]))
    )
)
  and contains(haystack, strip_accents(lower($search)))
order by published_on desc nulls last, published_at desc nulls last, path
