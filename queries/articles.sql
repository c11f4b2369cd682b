-- Which articles are these?
-- Parameters: the page's filters (see selected_articles in schema.sql), $with_tags (each article carries all of these,
-- beside the page's filters), $authors (of one of these, '' = of none; [] = any), $weekday (1 = Monday) and $hour (of
-- those that carry a time; null = any), $paths (only these; [] = any), $search (words and "phrases", each somewhere in
-- title, summary, path, authors, tags or text; '' = any), $patterns (the same as regular expressions: see search.py),
-- $sort (a column, its values in order; with - before it backwards), $rows and $skip (so many, after so many; null = all)
-- Columns: path, title, section, audience, tags (labels), status, published_on, published_at, authors, word_count,
-- summary, language, updated_on, expires_on, first_seen_on, slug, url, cover_image, cover_alt, cover_caption, found (how
-- many there are in all); what has no value to sort by last, and the newest first among equals
with selected as (
    select *
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where (len($paths::varchar[]) = 0 or list_contains($paths::varchar[], path))
      and (
          len($authors::varchar[]) = 0
          or list_has_any(authors, $authors::varchar[])
          or (list_contains($authors::varchar[], '') and coalesce(len(authors), 0) = 0)
      )
      and ($weekday is null or isodow(published_at) = $weekday::integer)
      and ($hour is null or hour(published_at) = $hour::integer)
      and (
          len($with_tags::varchar[]) = 0
          or path in (
              select article_tags.path
              from article_tags
              where list_contains($with_tags::varchar[], tag)
              group by article_tags.path
              having count(*) = len(list_distinct($with_tags::varchar[]))
          )
      )
),

-- A tag is found by each of its names: as written here, as most write it, and with spaces.
tag_names as (
    select path, string_agg(concat_ws(chr(30), article_tags.label, tags.label, replace(tag, '-', ' ')), chr(30)) as names
    from article_tags join tags using (tag)
    where $search <> ''
    group by path
),

searchable as (
    select
        path,
        concat_ws(chr(30), title, summary, path, array_to_string(authors, chr(30)), names) as head,
        coalesce(body, '') as body
    from selected
    left join tag_names using (path)
    left join article_texts using (path)
    where $search <> ''
),

-- DuckDB compiles a constant pattern once: the first four, of which those that are not there match anything. What comes
-- after them it compiles for each article that is left.
matching as (
    select path
    from searchable
    where (
          regexp_matches(head, coalesce(list_extract($patterns::varchar[], 1), ''))
          or regexp_matches(body, list_extract($patterns::varchar[], 1))
      )
      and (
          regexp_matches(head, coalesce(list_extract($patterns::varchar[], 2), ''))
          or regexp_matches(body, list_extract($patterns::varchar[], 2))
      )
      and (
          regexp_matches(head, coalesce(list_extract($patterns::varchar[], 3), ''))
          or regexp_matches(body, list_extract($patterns::varchar[], 3))
      )
      and (
          regexp_matches(head, coalesce(list_extract($patterns::varchar[], 4), ''))
          or regexp_matches(body, list_extract($patterns::varchar[], 4))
      )
      and (
          len($patterns::varchar[]) <= 4
          or list_bool_and(list_transform(
              $patterns::varchar[], lambda pattern: regexp_matches(head, pattern) or regexp_matches(body, pattern)
          ))
      )
),

keyed as (
    select
        path,
        published_on,
        published_at,
        case ltrim($sort, '-')
            when 'published_on' then strftime(coalesce(published_at, published_on), '%Y-%m-%d %H:%M:%S')
            when 'updated_on' then updated_on::varchar
            when 'expires_on' then expires_on::varchar
            when 'first_seen_on' then first_seen_on::varchar
            when 'word_count' then lpad(word_count::varchar, 9, '0')
            when 'title' then strip_accents(lower(title))
            when 'section' then strip_accents(lower(section))
            when 'audience' then strip_accents(lower(audience))
            when 'status' then status
            when 'language' then language
            when 'path' then path
            else error('sort is a column, with - before it or without, not ' || $sort)
        end as key
    from selected
    where $search = '' or path in (from matching)
),

shown as (
    select
        path,
        count(*) over () as found,
        row_number() over (
            order by
                if(starts_with($sort, '-'), null, key) nulls last,
                if(starts_with($sort, '-'), key, null) desc nulls last,
                published_on desc nulls last,
                published_at desc nulls last,
                path
        ) as place
    from keyed
    qualify place > $skip::bigint and place <= $skip::bigint + coalesce($rows::bigint, found)
),

labels as (
    select path, list(label order by position) as tags
    from article_tags
    where path in (select path from shown)
    group by path
)

select
    path,
    title,
    section,
    audience,
    coalesce(tags, []) as tags,
    status_on(draft, published_on, expires_on, $as_of::date) as status,
    published_on,
    published_at,
    authors,
    word_count,
    summary,
    language,
    updated_on,
    expires_on,
    first_seen_on,
    slug,
    url,
    cover_image,
    cover_alt,
    cover_caption,
    found
from shown
join articles using (path)
left join labels using (path)
order by place
