-- Which articles speak of a tag that they do not carry?
-- Parameters: the page's filters (see selected_articles in schema.sql), $texts (how many are searched: the newest)
-- Columns: tag, label, articles (published in the period, with the words of the tag in title or text, and without the tag),
-- in_title (of these, in the title), tagged (published in the period with the tag, of those searched), searched (articles),
-- paths (of articles; in the title first, then the newest); the most articles first. Whole words in a row, without case,
-- accents, punctuation, HTML tags, addresses and targets of links; a tag of one letter is left out.
with searched as (
    select path, published_on, title
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
    order by published_on desc, path
    limit $texts
),

texts as materialized (
    select
        path,
        published_on,
        -- one pass: whatever is no letter or digit, and what only looks like words
        ' ' || regexp_replace(
            strip_accents(lower(coalesce(title, ''))), '[^\p{L}\p{N}\p{M}]+', ' ', 'g'
        ) || ' ' as title,
        ' ' || regexp_replace(
            strip_accents(lower(coalesce(body, ''))),
            '(<[^>]*>|\]\([^)\s]*\)|https?://\S+|\{[{%][^}]*\}|[^\p{L}\p{N}\p{M}])+', ' ', 'g'
        ) || ' ' as body
    from searched left join article_texts using (path)
),

named as (
    select tag, label, words, string_split(words, ' ')[1] as first_word
    from (
        select tag, label, trim(regexp_replace(strip_accents(lower(label)), '[^\p{L}\p{N}\p{M}]+', ' ', 'g')) as words
        from tags
    )
    where length(words) >= 2
),

-- By its first word, so that not every tag is looked for in every text.
first_words as (
    select distinct path, word
    from (select path, unnest(string_split(title || body, ' ')) as word from texts)
    where word in (select first_word from named)
),

mentioned as (
    select tag, label, path, published_on, contains(title, ' ' || words || ' ') as in_title
    from first_words
    join named on first_word = word
    join texts using (path)
    where in_title or contains(body, ' ' || words || ' ')
),

carried as (select tag, count(*) as tagged from searched join article_tags using (path) group by tag)

select
    tag,
    label,
    count(*) as articles,
    count(*) filter (in_title) as in_title,
    coalesce(any_value(tagged), 0) as tagged,
    (select count(*) from searched) as searched,
    list(path order by in_title desc, published_on desc, path) as paths
from mentioned
left join carried using (tag)
anti join article_tags using (path, tag)
group by tag, label
order by articles desc, in_title desc, label, tag
