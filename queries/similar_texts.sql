-- Which texts are nearly the same?
-- Parameters: $texts (how many are compared: the newest of the folder, undated ones first)
-- Columns: path, title, other_path, other_title, shared (passages of 8 words in a row that both have), share (shared of all
-- passages of the shorter one, a quarter or more); the most alike first. Words are compared without case, accents,
-- punctuation, HTML tags, addresses and targets of links. A passage in more than 20 texts is standing matter: it counts in
-- neither. Of texts that are the very same, each is paired with the first; translations of one story are not.
with texts as materialized (
    select
        path,
        list_transform(string_split(trim(regexp_replace(
            strip_accents(lower(regexp_replace(body, '<[^>]*>|\]\([^)\s]*\)|https?://\S+|\{[{%][^}]*\}', ' ', 'g'))),
            '[^\p{L}\p{N}]+', ' ', 'g'
        )), ' '), lambda word: hash(word)) as words
    from article_texts
    where path in (select path from articles order by published_on desc nulls first, path limit $texts)
),

-- Numbered in the order of their paths: a number takes less room than a path beside each of millions of passages.
alike as (
    select row_number() over (order by min(path))::integer as number, min(path) as path, list(path) as paths
    from texts
    where len(words) >= 8
    group by hash(words)
),

passages as (
    select distinct number, hash(passage) as passage
    from (
        select number, unnest(list_zip(
            words, words[2:], words[3:], words[4:], words[5:], words[6:], words[7:], words[8:]
        )) as passage
        from texts join alike using (path)
    )
    where passage[8] is not null
),

counted as (select passage, list(number) as numbers from passages group by passage having count(*) <= 20),

lengths as (
    select number, count(*) as passages
    from (select unnest(numbers) as number from counted)
    group by number
),

pairs as (
    select number, other, count(*) as shared
    from (
        select number, unnest(numbers) as other
        from (select unnest(numbers) as number, numbers from counted where len(numbers) > 1)
    )
    where number < other
    group by number, other
),

found as (
    select one.path, two.path as other_path, shared, least(a.passages, b.passages) as shorter
    from pairs
    join lengths as a using (number)
    join lengths as b on b.number = other
    join alike as one using (number)
    join alike as two on two.number = other
    where shared * 4 >= least(a.passages, b.passages)
    union all
    select path, other_path, len(words) - 7, len(words) - 7
    from (select path, unnest(paths) as other_path from alike) join texts using (path)
    where path <> other_path
)

select
    path,
    a.title,
    other_path,
    b.title as other_title,
    shared,
    shared / shorter as share
from found
join articles as a using (path)
join articles as b on b.path = other_path
where a.story is null or a.story is distinct from b.story or a.language is not distinct from b.language
order by share desc, shared desc, path, other_path
