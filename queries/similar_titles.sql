-- Which titles are nearly the same?
-- Parameters: $titles (how many are compared: the newest of the folder, whatever their status; undated ones first)
-- Columns: path, title, other_path, other_title, shared (words that both have), share (shared of all different words of
-- the two, two thirds or more); the most alike first. Words are compared without case, accents and punctuation. Of
-- articles with the very same words in their titles, each is paired with the first; translations of one story are not.
with titles as (
    select
        path,
        title,
        coalesce(story, path) as story,
        coalesce(language, '') as language,
        list_distinct(string_split(
            trim(regexp_replace(strip_accents(lower(title)), '[^\p{L}\p{N}]+', ' ', 'g')), ' '
        )) as words
    from (from articles order by published_on desc nulls first, path limit $titles)
    where regexp_matches(title, '[\p{L}\p{N}]')
),

alike as (
    select min(path) as first_path, list_sort(words) as words, language
    from titles
    group by list_sort(words), language
),

-- Two sets of which two thirds is shared have one of their rarest words in common: n - ceil(2n/3) + 1 of each suffice.
word_counts as (
    select word, count(*) as titles
    from (select unnest(words) as word from alike)
    group by word
),

ranked as (
    select
        first_path,
        word,
        len(words) as n,
        row_number() over (partition by first_path order by word_counts.titles, word) as rarity
    from (select first_path, words, unnest(words) as word from alike) join word_counts using (word)
),

rare as (select * from ranked where rarity <= n - ceil(2 * n / 3) + 1),

candidates as (
    select distinct a.first_path as path, b.first_path as other_path
    from rare as a join rare as b using (word)
    where a.first_path < b.first_path and a.n * 3 >= b.n * 2 and b.n * 3 >= a.n * 2
),

pairs as (
    select
        path,
        other_path,
        len(list_intersect(a.words, b.words)) as shared,
        len(a.words) + len(b.words) - len(list_intersect(a.words, b.words)) as both_words
    from candidates
    join alike as a on a.first_path = path
    join alike as b on b.first_path = other_path
    union all
    select first_path, titles.path, len(alike.words), len(alike.words)
    from alike join titles on list_sort(titles.words) = alike.words and titles.language = alike.language
    where titles.path <> first_path
)

select
    path,
    a.title,
    other_path,
    b.title as other_title,
    shared,
    shared / both_words as share
from pairs
join titles as a using (path)
join titles as b on b.path = other_path
where shared * 3 >= both_words * 2 and (a.story <> b.story or a.language = b.language)
order by share desc, shared desc, path, other_path
