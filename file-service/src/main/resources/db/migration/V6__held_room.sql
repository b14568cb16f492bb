-- What is held for uploads of which something has come: added up each time that one begins. Whoever only begins uploads
-- makes it no longer, and neither does a chunk that comes: no column in it changes then.
create index file_transfers_moving on file_transfers (uploaded_by) where status = 'uploading';
