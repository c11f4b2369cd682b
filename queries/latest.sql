-- From which day to which day was something published?
-- Parameters: $as_of: later days are scheduled, not published
-- Columns: earliest, latest (days, null when nothing is published)
select min(published_on) as earliest, max(published_on) as latest
from articles
where not draft and published_on <= $as_of::date
