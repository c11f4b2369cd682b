-- How long are the articles?
-- Parameters: the page's filters (see selected_articles in schema.sql; without a status: what counts as published), $by
-- (section, audience, language, all), $words_a_minute
-- Columns: category ('' = none), n (articles with words in them), tenth and nine_tenths (words: the middle 80 % lies between
-- them), quarter and three_quarters (the middle half), middle (the median), minutes (to read the middle one)
with chosen as (
    select
        word_count,
        if($by = 'all', '', coalesce(part_of(if($by = 'all', 'section', $by), section, audience, language), ''))
            as category
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where (len($statuses::varchar[]) > 0 or counts_as_published(status)) and word_count > 0
)

select
    category,
    count(*) as n,
    quantile_cont(word_count, 0.1) as tenth,
    quantile_cont(word_count, 0.25) as quarter,
    quantile_cont(word_count, 0.5) as middle,
    quantile_cont(word_count, 0.75) as three_quarters,
    quantile_cont(word_count, 0.9) as nine_tenths,
    middle / $words_a_minute as minutes
from chosen
group by category
order by category = '', middle desc, category
