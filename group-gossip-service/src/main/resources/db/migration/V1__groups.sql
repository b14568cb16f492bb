-- Peers as this service knows them: from the peers topic, or as an unverified stub made by a group that names them.
create table known_peers (
    peer_id          text primary key,
    registered       boolean not null default false,
    token_generation bigint  not null default 0
);

-- The row's lock orders everything that happens in a group: its members' changes, its messages, and the events of both.
create table group_chats (
    id              uuid primary key,
    group_id        text        not null unique,
    name            text        not null check (char_length(name) between 1 and 255),
    description     text,
    created_by      text        not null references known_peers (peer_id),
    created_at      timestamptz not null,
    is_active       boolean     not null default true,
    member_count    integer     not null check (member_count >= 0),
    message_count   bigint      not null default 0,
    -- group_clocks as one value. With many writers it lags some seconds, so that no message rewrites a large row.
    vector_clock    jsonb       not null default '{}',
    last_sync       timestamptz not null,
    -- raised with every fact about the group
    version         bigint      not null default 1,
    -- the last place drawn, and the last time: both ascend with the messages
    sequence        bigint      not null default 0,
    ordered_at      timestamptz not null,
    clock_writers   integer     not null default 0,
    clock_behind    boolean     not null default false,
    -- makes a creation repeatable: the key its client chose, and what it asked for
    creation_key    text,
    creation_digest text,
    unique (created_by, creation_key)
) with (fillfactor = 70);
create index group_chats_newest on group_chats (created_at desc, group_id desc);
create index group_chats_clock_behind on group_chats (group_id) where clock_behind;

create table group_memberships (
    id            uuid primary key,
    group_id      text        not null references group_chats (group_id),
    peer_id       text        not null references known_peers (peer_id),
    role          text        not null check (role in ('admin', 'moderator', 'member')),
    joined_at     timestamptz not null,
    left_at       timestamptz,
    is_active     boolean     not null default true,
    messages_sent bigint      not null default 0,
    unique (group_id, peer_id),
    check (is_active = (left_at is null))
) with (fillfactor = 85);
create index group_memberships_of_peer on group_memberships (peer_id) where is_active;

-- The vector clock: how many messages each peer has written into each group.
create table group_clocks (
    group_id text   not null references group_chats (group_id),
    writer   text   not null references known_peers (peer_id),
    entry    bigint not null check (entry > 0),
    primary key (group_id, writer)
) with (fillfactor = 70);

create table group_messages (
    id                   uuid primary key,
    message_id           text        not null unique,
    group_id             text        not null references group_chats (group_id),
    from_peer_id         text        not null references known_peers (peer_id),
    content              text        not null,
    encryption_algorithm text        not null,
    nonce                text,
    sent_at              timestamptz not null,
    ttl                  integer     not null check (ttl > 0),
    hop_count            integer     not null default 0 check (hop_count >= 0),
    sequence             bigint      not null,
    clock_entry          bigint      not null check (clock_entry > 0),
    ordered_at           timestamptz not null,
    unique (group_id, from_peer_id, clock_entry)
);
-- as this installation delivered them
create unique index group_messages_delivered on group_messages (group_id, sequence);
-- as they are shown: the order that every installation agrees on
create index group_messages_shown on group_messages (group_id, ordered_at, from_peer_id, clock_entry);
