-- Which causes do the problems have?
-- Columns: severity, code, problems (count), files (count); errors first, the commonest first
select severity, code, count(*) as problems, count(distinct path) as files
from problems
group by severity, code
order by case severity when 'error' then 1 when 'warning' then 2 else 3 end, problems desc, code
