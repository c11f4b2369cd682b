-- Which keys stand in the front matter of the articles, and which field takes its value from each?
-- Parameters: none
-- Columns: key (in a table with a dot: cover.image; or 'file name', 'folder', …); field (null: nothing maps this key);
--   articles (how many)
select key, field, count(*) as articles
from article_fields
join files using (shape)
group by key, field
order by field nulls first, articles desc, key
