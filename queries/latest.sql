-- Which day is the newest published article of?
-- Parameters: $as_of: later days are scheduled, not published
-- Columns: latest (day, null when nothing is published)
select max(published_on) as latest
from articles
where not draft and published_on <= $as_of::date
