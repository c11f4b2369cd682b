-- What is wrong in the folder, where, and what mends it?
-- Parameters: $path, $severity, $code, $folder (the first folder of the path, '.' = none); '' = all
-- Columns: as the table problems (schema.sql), and folder; errors first
with placed as (
    select *, if(contains(path, '/'), split_part(path, '/', 1), '.') as folder
    from problems
)

select *
from placed
where ($path = '' or path = $path)
  and ($severity = '' or severity = $severity)
  and ($code = '' or code = $code)
  and ($folder = '' or folder = $folder)
order by case severity when 'error' then 1 when 'warning' then 2 else 3 end, path, line nulls first, code
