-- Do articles share a story, as translations do?
-- Columns: one row: articles (any status), stories (an article that shares none is one of its own), shared (articles of
-- the stories that have more than one)
with stories as (
    select coalesce(story, path) as story, count(*) as articles from articles group by all
)

select
    coalesce(sum(articles), 0)::bigint as articles,
    count(*) as stories,
    coalesce(sum(articles) filter (articles > 1), 0)::bigint as shared
from stories
