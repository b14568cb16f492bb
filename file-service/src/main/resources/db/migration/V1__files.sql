-- Peers as this service knows them: from the peers topic, or as an unverified stub made by an upload that names them.
create table known_peers (
    peer_id          text primary key,
    registered       boolean not null default false,
    token_generation bigint  not null default 0
);

-- The row's lock orders everything that happens to a file: its chunks, its end, and the events of both.
create table file_transfers (
    id                  uuid primary key,
    file_id             text        not null unique,
    filename            text        not null check (char_length(filename) between 1 and 255),
    file_size           bigint      not null check (file_size > 0),
    mime_type           text        not null,
    chunk_size          integer     not null check (chunk_size > 0),
    total_chunks        integer     not null check (total_chunks > 0),
    uploaded_chunks     integer     not null default 0 check (uploaded_chunks between 0 and total_chunks),
    uploaded_by         text        not null references known_peers (peer_id),
    -- tells keys apart without giving one away
    encryption_key_hash text        not null,
    -- the file's key, sealed with the key-encryption key of this name
    wrapped_key         bytea       not null,
    wrapping_key_id     text        not null,
    status              text        not null default 'pending'
                        check (status in ('pending', 'uploading', 'completed', 'failed')),
    created_at          timestamptz not null,
    -- the newest sign of life of the upload
    touched_at          timestamptz not null,
    completed_at        timestamptz,
    -- of the tree over the hashes of all chunks, since all have come for the first time
    merkle_root         text,
    download_sources    jsonb       not null default '[]',
    check (status <> 'completed' or merkle_root is not null)
) with (fillfactor = 70);
create index file_transfers_open on file_transfers (uploaded_by, touched_at) where status in ('pending', 'uploading');
create index file_transfers_idle on file_transfers (touched_at) where status in ('pending', 'uploading');
create index file_transfers_wrapping on file_transfers (wrapping_key_id);

-- A row is made when a chunk is first on its way; until it is stored it is a claim to write the chunk's object.
create table file_chunks (
    id             uuid primary key,
    file_id        text        not null references file_transfers (file_id) on delete cascade,
    chunk_index    integer     not null check (chunk_index >= 0),
    chunk_hash     text        not null,
    chunk_size     integer     not null check (chunk_size > 0),
    uploaded       boolean     not null default false,
    uploaded_at    timestamptz,
    -- the object's key, or the path of its file
    stored_path    text        not null,
    available_from jsonb       not null default '[]',
    -- until then nobody else writes other octets to the chunk's place
    claimed_until  timestamptz,
    -- what was stored did not open, or had another hash
    damaged_at     timestamptz,
    unique (file_id, chunk_index),
    check (uploaded = (uploaded_at is not null))
) with (fillfactor = 85);
create index file_chunks_claimed on file_chunks (claimed_until) where claimed_until is not null;
