-- Where do the values of one article come from?
-- Parameters: $path
-- Columns: field, key (of its front matter, with dots: cover.image; or file name, folder, path, suffix)
select field, key
from article_fields
join files using (shape)
where path = $path and field is not null
order by field, key
