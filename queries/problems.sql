-- What is wrong in the folder, where, and what mends it?
-- Parameters: $path ('' = all files)
-- Columns: as the table problems (schema.sql); errors first
select *
from problems
where $path = '' or path = $path
order by case severity when 'error' then 1 when 'warning' then 2 else 3 end, path, line nulls first, code
