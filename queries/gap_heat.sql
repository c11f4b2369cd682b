-- Where is each tag more or less than was to be expected, and where less than the plan asks?
-- Parameters: the page's filters (see selected_articles in schema.sql), $by (section, audience), $against (expected,
-- planned), $top (how many tags, and how many sections or audiences), $intended_sections, $intended_audiences (names the
-- settings want to see), $targets and $hidden (see gap_cells.sql)
-- Columns: category, tag, label, articles (published in the period with both, 0 too), category_total, tag_total, total
-- (published), hope (expected or planned: see gap_cells.sql; null without a plan for either), difference (articles - hope),
-- residual (Pearson's: difference / √hope; both null where less than 3 were to be hoped for), reason (of a hidden gap,
-- null = not hidden), category_rank, tag_rank (1 lacks most in one of its cells, then what there is most of), categories,
-- tags (how many were ranked: those with 3 or more to be hoped for in a cell); each pair once
with tagged as (
    select coalesce(part_of($by, section, audience, language), '') as category, tag
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
    join article_tags using (path)
    where counts_as_published(status)
),

-- What has no section or audience is no place to write for, but counts in the total.
category_totals as (
    select category, articles as category_total, nullif(n, 0) as total
    from share_counts(
        $by, $as_of, $from_day, $to_day, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[],
        $intended_sections::varchar[], $intended_audiences::varchar[]
    )
    where category <> ''
),

plan as (
    select row[1] as field, row[2] as name, row[3]::double as share
    from (select unnest($targets::varchar[][]) as row)
),

tag_totals as (
    select tag, count(category) as tag_total
    from tagged
    full join (select name as tag from plan where field = 'tag') using (tag)
    group by tag
),

hidden as (
    select row[if($by = 'section', 1, 2)] as category, row[3] as tag, any_value(row[4]) as reason
    from (select unnest($hidden::varchar[][]) as row)
    group by all
),

hoped as (
    select
        category_totals.*,
        tag_totals.*,
        reason,
        case
            when $against = 'expected' then category_total * tag_total / total
            when of_category.share is not null or of_tag.share is not null then
                -- 0.3 × 10 is 3, whatever a computer makes of it
                round(
                    coalesce(of_category.share * total, category_total)
                    * coalesce(of_tag.share * total, tag_total) / total,
                    9
                )
        end as hope
    from category_totals
    cross join tag_totals
    left join plan as of_category on of_category.field = $by and of_category.name = category
    left join plan as of_tag on of_tag.field = 'tag' and of_tag.name = tag
    left join hidden using (category, tag)
),

measured as (
    select
        hoped.*,
        coalesce(articles, 0) as articles,
        case when hope >= 3 then coalesce(articles, 0) - hope end as difference,
        difference / sqrt(hope) as residual,
        -- Under one whole article nothing lacks, and what is hidden does not either.
        case when reason is null and difference <= -1 then -difference else 0 end as lacks
    from hoped
    left join (select category, tag, count(*) as articles from tagged group by all) using (category, tag)
),

ranked_tags as (
    select
        tag,
        row_number() over (order by round(max(lacks), 9) desc, any_value(tag_total) desc, tag) as tag_rank,
        count(*) over () as tags
    from measured
    group by tag
    having count(difference) > 0
    qualify tag_rank <= $top
),

ranked_categories as (
    select
        category,
        row_number() over (order by round(max(lacks), 9) desc, any_value(category_total) desc, category) as category_rank,
        count(*) over () as categories
    from measured join ranked_tags using (tag)
    group by category
    having count(difference) > 0
    qualify category_rank <= $top
)

select
    category,
    tag,
    coalesce(label, tag) as label,
    articles,
    category_total,
    tag_total,
    total,
    hope,
    difference,
    residual,
    reason,
    category_rank,
    tag_rank,
    categories,
    ranked_tags.tags
from measured
join ranked_tags using (tag)
join ranked_categories using (category)
left join tags using (tag)
qualify count(difference) over (partition by tag) > 0  -- a tag with its only cell further down says nothing here
order by tag_rank, category_rank
