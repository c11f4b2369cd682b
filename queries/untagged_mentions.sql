-- Which articles speak of a tag that they do not carry, in any spelling?
-- Parameters: the page's filters (see selected_articles in schema.sql), $texts (how many are searched: the newest)
-- Columns: tag, label, articles (published in the period, with the words of the tag in title or text, and neither with
-- the tag nor with another spelling of it: see spellings in schema.sql), in_title (of these, in the title), tagged
-- (published in the period with the tag, of those searched), searched (articles), paths (of articles; in the title
-- first, then the newest); the most articles first. Whole words in a row, without case, accents, punctuation, HTML
-- tags, addresses and targets of links; a tag of one letter is left out.
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
    select tag, label, trim(regexp_replace(strip_accents(lower(label)), '[^\p{L}\p{N}\p{M}]+', ' ', 'g')) as words
    from tags
    where length(words) >= 2
),

words_of_tags as (select tag, unnest(string_split(words, ' ')) as word from named),

words_of_texts as materialized (
    select distinct path, word
    from (select path, unnest(string_split(title || body, ' ')) as word from texts)
    where word in (select word from words_of_tags)
),

-- By its rarest word, so that not every tag is looked for in every text.
rarest as (
    select tag, arg_min(word, coalesce(texts, 0)) as word
    from words_of_tags
    left join (select word, count(*) as texts from words_of_texts group by word) using (word)
    group by tag
),

mentioned as (
    select tag, label, path, published_on, contains(title, ' ' || words || ' ') as in_title
    from words_of_texts
    join rarest using (word)
    join named using (tag)
    join texts using (path)
    where in_title or words = word or contains(body, ' ' || words || ' ')
),

carried as (select tag, count(*) as tagged from searched join article_tags using (path) group by tag),

-- Each tag that an article carries, and those of which that is another spelling.
meant as (
    select path, tag from article_tags
    union
    select path, mate from article_tags join spellings() using (tag)
    union
    select path, pair.tag from article_tags join spellings() as pair on mate = article_tags.tag
)

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
anti join meant using (path, tag)
group by tag, label
order by articles desc, in_title desc, label, tag
