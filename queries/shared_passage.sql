-- What is the longest passage that two texts share?
-- Parameters: $path, $other_path
-- Columns: one row: words (in a row that both have; 0 = none of 8 or more), passage (as the first of the two writes it).
-- Words are compared as in similar_texts
with texts as (
    select
        path,
        regexp_extract_all(
            nfc_normalize(regexp_replace(body, '<[^>]*>|\]\([^)\s]*\)|https?://\S+|\{[{%][^}]*\}', ' ', 'g')),
            '[\p{L}\p{N}]+[^\p{L}\p{N}]*'  -- a word and what follows it, so that together they are the text again
        ) as words
    from article_texts
    where path in ($path, $other_path)
),

passages as (
    select
        path,
        unnest(range(1, len(words) - 6)) as position,
        unnest(list_zip(
            keys, keys[2:], keys[3:], keys[4:], keys[5:], keys[6:], keys[7:], keys[8:]
        )[: greatest(len(keys) - 7, 0)]) as passage
    from (
        select
            path,
            words,
            list_transform(
                words, lambda word: regexp_replace(strip_accents(lower(word)), '[^\p{L}\p{N}]+', '', 'g')
            ) as keys
        from texts
    )
),

-- A shared stretch goes on as long as both texts move on together by one word.
stretches as (
    select
        a.position - b.position as apart,
        a.position,
        a.position - row_number() over (partition by a.position - b.position order by a.position) as stretch
    from passages as a
    join passages as b using (passage)
    where a.path = $path and b.path = $other_path
),

longest as (
    select min(position) as first_word, count(*) + 7 as words
    from stretches
    group by apart, stretch
    order by words desc, first_word
    limit 1
)

select
    coalesce(longest.words, 0) as words,
    trim(array_to_string(texts.words[first_word : first_word + longest.words - 1], '')) as passage
from texts left join longest on true
where path = $path
