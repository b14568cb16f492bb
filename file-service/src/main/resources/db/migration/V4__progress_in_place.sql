-- With touched_at in an index, each chunk that came moved its file's row and wrote all indexes of the table anew. Open
-- uploads are few enough to be looked through.
drop index file_transfers_idle;
drop index file_transfers_open;
create index file_transfers_open on file_transfers (uploaded_by) where status in ('pending', 'uploading');

-- The sweeper looks for what those have left.
create index file_transfers_failed on file_transfers (file_id) where status = 'failed';
