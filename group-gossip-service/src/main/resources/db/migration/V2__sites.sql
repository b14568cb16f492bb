-- Groups that are shared with other sites. docs/protocols/sites.md says how they come to agree.

alter table group_messages
    -- the site that accepted it; null for this one
    add column origin_site text,
    -- its time in the gossip protocol, by which sites agree what came first; null while it is not shared
    add column hybrid_time bigint,
    -- since when it does not count: its writer had been removed already. Gone from history, counts and clock
    add column voided_at timestamptz,
    -- 0 for a message that does not count: one that was void from the first has no place either
    drop constraint group_messages_clock_entry_check,
    add constraint group_messages_clock_entry_check check (clock_entry >= 0),
    drop constraint group_messages_group_id_from_peer_id_clock_entry_key;
create unique index group_messages_entries on group_messages (group_id, from_peer_id, clock_entry) where clock_entry > 0;
drop index group_messages_delivered;
create unique index group_messages_delivered on group_messages (group_id, sequence) where sequence > 0;

-- What the gossip protocol keeps of each shared group. Only one replica may write it: revision tells whether one did.
create table group_gossip (
    group_id   text primary key references group_chats (group_id),
    -- the group's key, sealed by the vault
    sealed_key text   not null,
    -- names the group on links
    tag        bytea  not null unique,
    -- the group's name and members when it was first shared: operations are applied to this
    base       jsonb  not null,
    -- own messages up to this place were given to the protocol
    published  bigint not null default 0,
    -- what was delivered: clock, frontier, latest time
    past       jsonb  not null,
    revision   bigint not null default 0
) with (fillfactor = 70);

-- The sites that share a group, this one among them.
create table group_sites (
    group_id    text        not null references group_gossip (group_id),
    site_id     bigint      not null,
    name        text        not null,
    identity    text        not null,
    invited_at  timestamptz not null,
    -- null while the invitation is repeated
    answered_at timestamptz,
    refused     text,
    primary key (group_id, site_id)
);
create index group_sites_unanswered on group_sites (group_id) where answered_at is null;

-- Everything that was ever said, sealed as it travels, for sites that missed it.
create table group_envelopes (
    group_id text   not null references group_gossip (group_id),
    writer   bigint not null,
    sequence bigint not null check (sequence > 0),
    envelope bytea  not null,
    primary key (group_id, writer, sequence)
);

-- What changed in a shared group, from all sites.
create table group_operations (
    id             uuid primary key,
    place          bigint generated always as identity,
    group_id       text   not null references group_gossip (group_id),
    -- own ones go out after own messages up to this place
    after_sequence bigint not null default 0,
    operation      jsonb  not null,
    -- when and where, in the gossip protocol; null until it was given to it
    hybrid_time    bigint,
    site_id        bigint
);
create index group_operations_of_group on group_operations (group_id, hybrid_time);
create index group_operations_pending on group_operations (group_id, place) where hybrid_time is null;
