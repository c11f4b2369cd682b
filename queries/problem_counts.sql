-- Which causes do the problems have, and in which folders?
-- Columns: severity, code, folder (the first of the path, '.' = none), problems (count), files (count; what is wrong with
-- the whole folder is in none); errors first, then the commonest cause
with placed as (
    select *, if(contains(path, '/'), split_part(path, '/', 1), '.') as folder
    from problems
)

select severity, code, folder, count(*) as problems, count(distinct nullif(path, '.')) as files
from placed
group by severity, code, folder
order by
    case severity when 'error' then 1 when 'warning' then 2 else 3 end,
    sum(count(*)) over (partition by code) desc,
    code,
    folder
