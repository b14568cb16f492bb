-- What tus 1.0 knows of an upload beside its file.
create table tus_uploads (
    file_id   text primary key references file_transfers (file_id) on delete cascade,
    -- as the client sent it, to be shown again
    metadata  text    not null,
    -- likewise: partial, or final and of what
    concat    text,
    -- where it is made of partial uploads: their ids, in order
    parts     text[],
    -- where it is a partial upload: the file that takes it
    joined_by text references file_transfers (file_id),
    -- raised by each request that writes: an older one cannot store its tail any more
    epoch     integer not null default 0
) with (fillfactor = 70);
create index tus_uploads_joined on tus_uploads (joined_by) where joined_by is not null;
create index tus_uploads_finals on tus_uploads (file_id) where parts is not null;

-- Octets after the last whole chunk. A row is made before its object; the one that counts is stored, and of the first
-- chunk that is missing.
create table tus_tails (
    file_id     text        not null references tus_uploads (file_id) on delete cascade,
    -- the epoch of the request that wrote it
    number      integer     not null,
    chunk_index integer     not null check (chunk_index >= 0),
    size        integer     not null check (size > 0),
    stored      boolean     not null default false,
    created_at  timestamptz not null,
    primary key (file_id, number)
);
create index tus_tails_age on tus_tails (created_at);
