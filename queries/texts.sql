-- What do these articles say?
-- Parameters: $paths
-- Columns: path, body (as written)
select path, body
from article_texts
where path in (select unnest($paths::varchar[]))
order by path
