create table peers (
    id                uuid primary key,
    peer_id           text        not null unique,
    public_key        text        not null,
    display_name      text,
    last_seen         timestamptz not null,
    is_online         boolean     not null,
    good_marks        bigint      not null default 0 check (good_marks >= 0),
    bad_marks         bigint      not null default 0 check (bad_marks >= 0),
    -- starts at 0.5 and needs many marks to move far: docs/trust.md
    trust_score       double precision not null
        generated always as ((10 + good_marks)::double precision / (20 + good_marks + bad_marks)) stored
        check (trust_score between 0 and 1),
    messages_sent     bigint      not null default 0,
    messages_received bigint      not null default 0,
    created_at        timestamptz not null,
    token_generation  bigint      not null default 0,
    read_receipts     boolean     not null default true,
    retired_at        timestamptz
) with (fillfactor = 80);
create index peers_last_seen on peers (last_seen desc, peer_id) where retired_at is null;

-- Who vouches for a peer being online, and until when.
create table presence_leases (
    peer_id    text        not null,
    source     text        not null,
    expires_at timestamptz not null,
    primary key (peer_id, source)
);
create index presence_leases_expiry on presence_leases (expires_at);

-- Nonces that wait for a signature.
create table auth_challenges (
    nonce      text primary key,
    peer_id    text        not null,
    expires_at timestamptz not null
);
create index auth_challenges_peer on auth_challenges (peer_id);

-- What peers that have not registered yet were sent; it becomes theirs when they do.
create table early_counts (
    peer_id           text primary key,
    messages_sent     bigint not null,
    messages_received bigint not null,
    good_marks        bigint not null
);
