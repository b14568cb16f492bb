-- Peers as this service knows them: from the peers topic, or as an unverified stub made by a message to or from them.
create table known_peers (
    peer_id          text primary key,
    registered       boolean not null default false,
    token_generation bigint  not null default 0,
    read_receipts    boolean not null default true
);
create index known_peers_registered on known_peers (peer_id) where registered;

-- Who vouches for a peer being online, and until when.
create table presence_leases (
    peer_id    text        not null,
    source     text        not null,
    expires_at timestamptz not null,
    primary key (peer_id, source)
);

-- The last place drawn in each stream. The row lock makes places gap-free and their order that of the commits.
create table inboxes (
    peer_id  text primary key,
    position bigint not null
) with (fillfactor = 50);
create table conversations (
    conversation text primary key,
    sequence     bigint not null
) with (fillfactor = 50);

create table messages (
    id                   uuid primary key,
    message_id           text        not null unique,
    from_peer_id         text        not null references known_peers (peer_id),
    to_peer_id           text references known_peers (peer_id),
    group_id             text,
    content              text        not null,
    encryption_algorithm text        not null default 'AES-256-GCM',
    nonce                text,
    status               text        not null check (status in ('pending', 'sent', 'delivered', 'read', 'failed')),
    sent_at              timestamptz not null,
    delivered_at         timestamptz,
    read_at              timestamptz,
    failed_at            timestamptz,
    failed_reason        text,
    ttl                  integer     not null check (ttl > 0),
    hop_count            integer     not null default 0 check (hop_count >= 0),
    conversation         text        not null,
    sequence             bigint      not null,
    position             bigint      not null,
    received_at          timestamptz not null,
    check ((to_peer_id is null) <> (group_id is null))
) with (fillfactor = 85);
create index messages_from on messages (from_peer_id);
create unique index messages_inbox on messages (to_peer_id, position);
create unique index messages_conversation on messages (conversation, sequence);
create index messages_group on messages (group_id, sequence) where group_id is not null;

-- Messages that wait for their recipient. Kept apart so that a receipt touches no index of the messages table.
create table undelivered (
    peer_id    text        not null,
    position   bigint      not null,
    message_id text        not null,
    expires_at timestamptz not null,
    primary key (peer_id, position)
);
create index undelivered_expiry on undelivered (expires_at);
alter table undelivered set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

-- What happened to a message besides what its own row says.
create table message_trace (
    message_id text        not null,
    at         timestamptz not null,
    step       text        not null,
    transport  text,
    detail     text
);
create index message_trace_message on message_trace (message_id);

-- Accepted messages by the minute of their acceptance; counted when their events leave the outbox, by one writer.
create table message_counts (
    minute   timestamptz primary key,
    accepted bigint      not null
) with (fillfactor = 50);

-- Open sockets of each replica, refreshed while it lives.
create table replica_sockets (
    replica text primary key,
    sockets integer     not null,
    seen_at timestamptz not null
);
