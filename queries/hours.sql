-- On which weekdays and at what hours do we publish?
-- Parameters: the page's filters (see selected_articles in schema.sql), $count (articles, or stories: see volume.sql)
-- Columns: weekday (1 = Monday), hour (0 to 23, local time), articles (published, only those that carry a time; 0 too),
-- with_time (how many those are in all), n (all published)
with counted as (
    select published_on, published_at
    from counted_articles(
        $count, $as_of,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

published as (
    select published_at
    from counted
    where in_period(published_on, $from_day, $to_day)
),

timed as (
    select isodow(published_at) as weekday, hour(published_at) as hour, count(*) as articles
    from published
    where published_at is not null
    group by all
)

select
    weekdays.weekday,
    hours.hour,
    coalesce(articles, 0) as articles,
    (select count(published_at) from published) as with_time,
    (select count(*) from published) as n
from range(1, 8) as weekdays (weekday)
cross join range(24) as hours (hour)
left join timed using (weekday, hour)
order by weekday, hour
