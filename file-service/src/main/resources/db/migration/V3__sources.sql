-- Who says it holds chunks of a file, and where they can be asked for. Nothing here is proved.
create table file_sources (
    file_id      text           not null references file_transfers (file_id) on delete cascade,
    peer_id      text           not null references known_peers (peer_id),
    url          text           check (char_length(url) <= 2048),
    chunks       int4multirange not null,
    held_chunks  integer        not null check (held_chunks > 0),
    announced_at timestamptz    not null,
    primary key (file_id, peer_id)
);

-- Files that this site pulls from elsewhere. The lease says which replica does.
create table file_fetches (
    file_id      text        primary key references file_transfers (file_id) on delete cascade,
    requested_by text        not null references known_peers (peer_id),
    merkle_root  text        not null,
    -- where to ask; with none of them, the announced sources
    urls         jsonb       not null,
    state        text        not null default 'queued'
                 check (state in ('queued', 'running', 'waiting', 'completed', 'failed', 'stopped')),
    reason       text        not null default '',
    attempts     integer     not null default 0,
    -- fetched in vain and to good use, by all attempts that have ended
    octets       bigint      not null default 0,
    refetched    bigint      not null default 0,
    -- what the attempt that is under way last told of itself
    report       jsonb       not null default '{}',
    created_at   timestamptz not null,
    ended_at     timestamptz,
    lease_owner  uuid,
    leased_until timestamptz
);
create index file_fetches_open on file_fetches (created_at) where state in ('queued', 'running', 'waiting');
