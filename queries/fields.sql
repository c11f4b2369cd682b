-- Which key of the front matter fills which field?
-- Columns: field, key (as written), source (settings or the preset), articles (that have it)
select * from fields order by field, articles desc, key
