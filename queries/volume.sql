-- How much was published in each day, week, month, quarter or year?
-- Parameters: the page's filters (see selected_articles in schema.sql), $granularity (day, week, month, quarter, year),
-- $count (articles, or stories: translations of one story count once, on the day the first of those that fit the filters
-- came out, whatever the period; so a bucket holds the same stories in every period)
-- Columns: bucket, bucket_end (first and last day, ISO weeks from Monday), articles (published, 0 too; or stories),
-- complete (false: partly outside the period or still running), mean (articles: trailing mean over 28 days, 4 weeks, 3
-- months or 4 quarters, complete ones only, this one included; null where there are fewer), year_before (articles in the
-- same bucket 52 weeks before a day or week, a year before a longer one; of a bucket that is cut off or still runs as many
-- days; null where the publication had not begun)
with counted as (
    select published_on
    from counted_articles(
        $count, $as_of,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

published as (
    select published_on
    from counted
    where in_period(published_on, $from_day, $to_day)
),

buckets as (
    from buckets_of($granularity, $from_day, $to_day, $as_of, (select min(published_on) from published))
),

counts as (
    select
        buckets.*,
        count(published_on) as articles,
        -- The days of the bucket that count, from 0; of one that still runs as many as have come
        counted_from - bucket as first_place,
        case when counted_to = bucket_end and bucket_end < $as_of::date then 366 else counted_to - bucket end as last_place,
        case when $granularity in ('day', 'week') then interval 364 day else interval 1 year end as back
    from buckets left join published on bucket_of($granularity, published_on) = bucket
    group by all
),

-- Every article as one of a year ago: the bucket it is compared with, and its place in it.
year_ago as (
    select
        bucket_of($granularity, published_on)
            + case when $granularity in ('day', 'week') then interval 364 day else interval 1 year end as bucket,
        published_on - bucket_of($granularity, published_on) as place
    from counted
    where $from_day::date is null or published_on >= $from_day::date - interval 366 day
),

compared as (
    select counts.bucket, count(*) as articles
    from counts join year_ago on year_ago.bucket = counts.bucket and place between first_place and last_place
    group by counts.bucket
),

-- Complete buckets stand in one row: only the first and the last of all can be incomplete.
meaned as (
    select
        *,
        list(articles) over (
            partition by complete order by bucket rows between 27 preceding and current row
        )[-mean_over($granularity):] as recent
    from counts
)

select
    bucket,
    bucket_end,
    meaned.articles,
    complete,
    case when complete and len(recent) = mean_over($granularity) then list_avg(recent) end as mean,
    case when can_compare(bucket - back + to_days(first_place::integer), $as_of) then coalesce(compared.articles, 0) end
        as year_before
from meaned left join compared using (bucket)
order by bucket
