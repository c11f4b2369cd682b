-- How evenly are the articles spread over the sections or audiences, month by month?
-- Parameters: the page's filters (see selected_articles in schema.sql), but for the period, of which only the last day
-- counts: the months are the twelve complete ones up to $to_day or $as_of, none before the publication began; $by
-- (section, audience, language), $intended_sections, $intended_audiences (names the settings want to see, with or
-- without articles)
-- Columns: bucket, bucket_end (first and last day of the month), n (published), k (categories: seen or intended, with
-- articles or without; no section is one too), with_none (is that one of them?), evenness (Pielou's J = H / ln k: 1
-- when all get as many, 0 when one gets all), effective (e^H: so many categories of one size are as even), hhi
-- (concentration: the sum of the squared shares), where H = -Σ p ln p over the shares p; null when nothing was published,
-- evenness also when k is 1; all_n, all_evenness, all_effective, all_hhi (the same of these months together)
with labelled as (
    select published_on, coalesce(part_of($by, section, audience, language), '') as category
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

categories as (
    from categories_of(
        $by, $as_of,
        $sections::varchar[], $audiences::varchar[], $languages::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
),

last_month as (
    -- the day as_of itself still runs
    select date_trunc('month', least($to_day::date + 1, $as_of::date)) as after
),

months as (
    select bucket::date as bucket, (bucket + interval 1 month - interval 1 day)::date as bucket_end
    from (
        select unnest(generate_series(after - interval 12 month, after - interval 1 month, interval 1 month)) as bucket
        from last_month
    )
    where bucket >= date_trunc('month', first_published($as_of))
),

cells as (
    select bucket, bucket_end, categories.category, count(published_on) as articles
    from months
    cross join categories
    left join labelled
        on labelled.category = categories.category and date_trunc('month', published_on) = bucket
    group by all
),

by_month as (
    select bucket, bucket_end, articles, articles / nullif(sum(articles) over (partition by bucket), 0) as p from cells
),

together as (
    select category, sum(articles) as articles, sum(articles) / nullif(sum(sum(articles)) over (), 0) as p
    from cells
    group by category
),

whole as (
    select
        sum(articles)::bigint as all_n,
        -sum(p * ln(p)) filter (p > 0) as h,
        h / nullif(ln(count(*)), 0) as all_evenness,
        exp(h) as all_effective,
        sum(p * p) as all_hhi,
        bool_or(category = '') as with_none
    from together
)

select
    bucket,
    bucket_end,
    sum(articles)::bigint as n,
    count(*) as k,
    with_none,
    -sum(p * ln(p)) filter (p > 0) / nullif(ln(count(*)), 0) as evenness,
    exp(-sum(p * ln(p)) filter (p > 0)) as effective,
    sum(p * p) as hhi,
    all_n,
    all_evenness,
    all_effective,
    all_hhi
from by_month
cross join whole
group by all
order by bucket
