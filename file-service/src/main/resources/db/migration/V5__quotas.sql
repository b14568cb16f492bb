-- What a peer has here: counted each time it begins an upload, and it may have ten thousand files.
create index file_transfers_kept on file_transfers (uploaded_by) include (file_size) where status <> 'failed';

-- A file that its owner has deleted is found by nobody. Its row stays until its objects are gone.
alter table file_transfers add column deleted_at timestamptz;

-- Parts go with the file that was made of them.
alter table tus_uploads drop constraint tus_uploads_joined_by_fkey;
alter table tus_uploads add foreign key (joined_by) references file_transfers (file_id) on delete cascade;
