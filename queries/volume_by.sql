-- How is volume divided over sections, audiences, tags, languages, authors or statuses?
-- Parameters: the page's filters (see selected_articles in schema.sql), $granularity (day, week, month, quarter, year),
-- $split (section, audience, tag, language, author, status), $top (of tags and authors only so many, those with the most
-- in the period; beside them what has none), $count (articles, or stories: see volume.sql; a story counts where the
-- first of its translations does), $intended_sections, $intended_audiences (names the settings want to see, with or
-- without articles)
-- Columns: bucket, bucket_end, category ('' = none), label (as shown), articles (published, 0 too; by status drafts as
-- well, on the day they are dated, up to as_of), total (of the bucket, each article once), share (of the bucket, null
-- when it is empty; shares of tags and authors overlap and do not add up to 1), complete (false: partly outside the
-- period or still running), left_out (how many more categories there are than are here)
with published as (
    from counted_articles(
        $count, $as_of,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[],
        with_drafts := $split = 'status'
    )
    where in_period(published_on, $from_day, $to_day)
),

-- An article has one section and any number of tags and authors; it counts once for each.
parts as (
    select
        published_on,
        coalesce(
            case $split
                when 'section' then section
                when 'audience' then audience
                when 'language' then language
                when 'status' then status
                else error('split is section, audience, tag, language, author or status, not ' || $split)
            end,
            ''
        ) as category
    from published
    where $split not in ('tag', 'author')
    union all
    select published_on, coalesce(tag, '')
    from published left join article_tags using (path)
    where $split = 'tag'
    union all
    select published_on, unnest(case when len(authors) > 0 then list_distinct(authors) else [''] end)
    from published
    where $split = 'author'
),

categories as (
    select category, count(published_on) as articles
    from (
        from categories_of(
            $split, $as_of,
            $sections::varchar[], $audiences::varchar[], $languages::varchar[],
            $intended_sections::varchar[], $intended_audiences::varchar[]
        )
        union
        select category from parts
    )
    left join parts using (category)
    group by category
),

ranked as (
    select
        category,
        coalesce(label, category) as label,
        row_number() over (order by category = '', articles desc, coalesce(label, category), category) as rank
    from categories left join tags on $split = 'tag' and tag = category
),

shown as (
    from ranked where $split not in ('tag', 'author') or rank <= $top or category = ''
),

buckets as (
    from buckets_of($granularity, $from_day, $to_day, $as_of, (select min(published_on) from published))
),

totals as (
    select bucket_of($granularity, published_on) as bucket, count(*) as total from published group by all
),

counts as (
    select bucket_of($granularity, published_on) as bucket, category, count(*) as articles from parts group by all
)

select
    bucket,
    bucket_end,
    category,
    label,
    coalesce(articles, 0) as articles,
    coalesce(total, 0) as total,
    coalesce(articles, 0) / nullif(total, 0) as share,
    complete,
    (select count(*) from ranked) - (select count(*) from shown) as left_out
from buckets
cross join shown
left join totals using (bucket)
left join counts using (bucket, category)
order by bucket, category = '', category
