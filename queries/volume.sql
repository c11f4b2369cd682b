-- How much was published in each day, week, month, quarter or year?
-- Parameters: the page's filters (see selected_articles in schema.sql), $granularity (day, week, month, quarter, year),
-- $count (articles, or stories: translations of one story count once, on the day the first of those that fit the filters
-- came out, whatever the period; so a bucket holds the same stories in every period)
-- Columns: bucket, bucket_end (first and last day, ISO weeks from Monday), articles (published, 0 too; or stories),
-- complete (false: partly outside the period or still running), mean (articles: trailing mean over 28 days, 4 weeks, 3
-- months or 4 quarters, complete ones only, this one included; null where there are fewer), year_before (articles in the
-- same bucket 52 weeks before a day or week, a year before a longer one; of an incomplete bucket as many days; null where
-- the publication had not begun)
with fitting as (
    select published_on, path, story, published_at
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status)
),

counted as (
    select published_on
    from fitting
    where case $count
        when 'articles' then true
        when 'stories' then false
        else error('count is articles or stories, not ' || $count)
    end
    union all
    select published_on
    from fitting
    where $count = 'stories'
    qualify row_number() over (partition by coalesce(story, path) order by published_on, published_at, path) = 1
),

published as (
    select published_on
    from counted
    where ($from_day::date is null or published_on >= $from_day::date)
      and ($to_day::date is null or published_on <= $to_day::date)
),

period as (
    select
        first_day_of($from_day, $as_of, min(published_on)) as first_day,
        least(coalesce($to_day::date, $as_of::date), $as_of::date) as last_day
    from published
),

buckets as (
    select unnest(generate_series(
        bucket_of($granularity, first_day), last_day, bucket_step($granularity)
    ))::date as bucket
    from period
    where first_day <= last_day
),

counts as (
    select
        bucket,
        (bucket + bucket_step($granularity) - interval 1 day)::date as bucket_end,
        count(published_on) as articles
    from buckets left join published on bucket_of($granularity, published_on) = bucket
    group by bucket
),

judged as (
    select
        counts.*,
        ($from_day::date is null or bucket >= $from_day::date) and bucket_end <= last_day as complete,
        -- The days of the bucket that count, from 0
        greatest(coalesce($from_day::date - bucket, 0), 0) as first_place,
        case when bucket_end <= last_day then 366 else last_day - bucket end as last_place,
        case when $granularity in ('day', 'week') then interval 364 day else interval 1 year end as back
    from counts, period
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
    select judged.bucket, count(*) as articles
    from judged join year_ago on year_ago.bucket = judged.bucket and place between first_place and last_place
    group by judged.bucket
),

-- Complete buckets stand in one row: only the first and the last of all can be incomplete.
meaned as (
    select
        *,
        list(articles) over (
            partition by complete order by bucket rows between 27 preceding and current row
        )[-mean_over($granularity):] as recent
    from judged
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
