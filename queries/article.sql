-- What is known about one article?
-- Parameters: $path, $as_of
-- Columns: one row, as the table articles (schema.sql), and status
select *, status_on(draft, published_on, expires_on, $as_of::date) as status
from articles
where path = $path
