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
with fitting as (
    select path, published_on, section, audience, language, authors, status, story, published_at
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    where counts_as_published(status) or ($split = 'status' and status = 'draft' and published_on <= $as_of::date)
),

counted as (
    select path, published_on, section, audience, language, authors, status
    from fitting
    where case $count
        when 'articles' then true
        when 'stories' then false
        else error('count is articles or stories, not ' || $count)
    end
    union all
    select path, published_on, section, audience, language, authors, status
    from fitting
    where $count = 'stories'
    qualify row_number() over (
        partition by coalesce(story, path), counts_as_published(status) order by published_on, published_at, path
    ) = 1
),

published as (
    from counted
    where ($from_day::date is null or published_on >= $from_day::date)
      and ($to_day::date is null or published_on <= $to_day::date)
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

-- A section stays, with 0, when the other filters leave nothing of it: that is the gap one looks for.
ever as (
    select coalesce(case $split when 'section' then section when 'audience' then audience else language end, '') as category
    from selected_articles(
        $as_of, null, null, []::varchar[], []::varchar[], []::varchar[], $languages::varchar[], []::varchar[]
    )
    where counts_as_published(status) and $split in ('section', 'audience', 'language')
    union
    select unnest($intended_sections::varchar[]) where $split = 'section'
    union
    select unnest($intended_audiences::varchar[]) where $split = 'audience'
),

categories as (
    select category, count(published_on) as articles
    from (select category from ever union select category from parts) left join parts using (category)
    where case $split
        when 'section' then len($sections::varchar[]) = 0 or list_contains($sections::varchar[], category)
        when 'audience' then len($audiences::varchar[]) = 0 or list_contains($audiences::varchar[], category)
        else true
    end
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

totals as (
    select bucket_of($granularity, published_on) as bucket, count(*) as total from published group by all
),

counts as (
    select bucket_of($granularity, published_on) as bucket, category, count(*) as articles from parts group by all
)

select
    bucket,
    (bucket + bucket_step($granularity) - interval 1 day)::date as bucket_end,
    category,
    label,
    coalesce(articles, 0) as articles,
    coalesce(total, 0) as total,
    coalesce(articles, 0) / nullif(total, 0) as share,
    ($from_day::date is null or bucket >= $from_day::date) and bucket_end <= last_day as complete,
    (select count(*) from ranked) - (select count(*) from shown) as left_out
from buckets
cross join shown
cross join period
left join totals using (bucket)
left join counts using (bucket, category)
order by bucket, category = '', category
