-- What is this file, and of which folder?
-- Columns: one row, see schema.sql
select * from snapshot
