-- How much was published, and what is waiting?
-- Parameters: the page's filters (see selected_articles in schema.sql), $before_from, $before_to (the period to compare
-- with, null = none)
-- Columns: one row of article counts: published, published_before (null = no comparison), drafts (dated in the period),
-- drafts_waiting, scheduled, undated (these three whatever the period), expired (of published)
with chosen as (
    from selected_articles(
        $as_of, $from_day, $to_day,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

before as (
    from selected_articles(
        $as_of, $before_from, $before_to,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

any_day as (
    from selected_articles(
        $as_of, null, null,
        $sections::varchar[], $audiences::varchar[], $tags::varchar[], $languages::varchar[], $statuses::varchar[]
    )
),

-- Undated means: no draft, no date. The period never hides it.
waiting as (
    select
        count(*) filter (status = 'draft') as drafts_waiting,
        count(*) filter (status = 'scheduled') as scheduled,
        count(*) filter (status = 'undated') as undated
    from any_day
)

select
    (select count(*) from chosen where counts_as_published(status)) as published,
    case when can_compare($before_from, $as_of) then
        (select count(*) from before where counts_as_published(status))
    end as published_before,
    (select count(*) from chosen where status = 'draft') as drafts,
    drafts_waiting,
    scheduled,
    undated,
    (select count(*) from chosen where status = 'expired') as expired
from waiting
