-- When was the folder read, and what came of it?
-- Columns: as the table loads (schema.sql); the newest first
select * from loads order by started_at desc, rowid desc  -- two loads of one second: the later one first
