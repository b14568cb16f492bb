-- Groups as rooms: the newest fact of each, from the groups topic.
create table group_rooms (
    group_id  text primary key,
    version   bigint  not null,
    is_active boolean not null,
    members   text[]  not null
);

-- Rooms that a participant has made by offering a file or joining.
create table ad_hoc_rooms (
    room_id    text primary key,
    created_by text        not null,
    -- the newest offer, join or invitation
    used_at    timestamptz not null,
    -- raised with each change, so that a room that was read earlier replaces no newer one
    version    bigint      not null
);
create index ad_hoc_rooms_unused on ad_hoc_rooms (used_at);

create table ad_hoc_participants (
    room_id text not null references ad_hoc_rooms (room_id) on delete cascade,
    peer_id text not null,
    primary key (room_id, peer_id)
);

-- A transfer while it runs, and for some time after its end.
create table room_transfers (
    transfer_id     uuid primary key,
    room_id         text        not null,
    sender_id       text        not null,
    -- null if it is offered to everybody in the room
    receiver_id     text,
    filename        text        not null check (char_length(filename) between 1 and 255),
    mime_type       text        not null,
    file_size       bigint      not null check (file_size >= 0),
    chunk_size      integer     not null check (chunk_size between 1 and 1048576),
    store           boolean     not null,
    status          text        not null
                    check (status in ('pending', 'active', 'paused', 'completed', 'failed', 'cancelled', 'expired')),
    error           text        not null default '',
    chunks_sent     integer     not null default 0,
    chunks_received integer     not null default 0,
    receivers       jsonb       not null default '[]',
    offered_at      timestamptz not null,
    started_at      timestamptz,
    ended_at        timestamptz,
    -- the file that is kept, if one is
    file_id         text,
    -- the key of the spool, sealed with the key-encryption key of this name
    wrapped_key     bytea       not null,
    wrapping_key_id text        not null,
    -- what the transfer goes on from after a restart; null once it has ended
    snapshot        jsonb,
    -- whether nothing of the spool is left
    spool_gone      boolean     not null default false,
    check ((snapshot is null) = (ended_at is not null))
) with (fillfactor = 70);
create index room_transfers_of_room on room_transfers (room_id, offered_at, transfer_id);
create index room_transfers_running on room_transfers (sender_id) where ended_at is null;
create index room_transfers_ended on room_transfers (ended_at) where ended_at is not null;
create index room_transfers_spooled on room_transfers (ended_at) where ended_at is not null and not spool_gone;

-- The replica that runs the transfers of a room. Another one takes over when the lease has run out, or at once if it has
-- the address of the former one.
create table room_owners (
    room_id text primary key,
    replica uuid        not null,
    url     text        not null,
    until   timestamptz not null
);
create index room_owners_of_replica on room_owners (replica);
create index room_transfers_unfinished on room_transfers (room_id) where ended_at is null;
