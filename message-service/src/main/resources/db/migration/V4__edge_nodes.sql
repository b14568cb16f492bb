-- Peers that edge nodes see, and the place in the stream of each up to which its waiting messages were offered in this
-- round. Kept apart from undelivered, so that messages to all other peers cost nothing more.
create table edge_peers (
    peer_id  text primary key,
    offered  bigint      not null default 0,
    round_at timestamptz not null
) with (fillfactor = 50);

-- Messages that an edge node has brought.
alter table messages add column unverified boolean not null default false;
alter table messages add column via_node text;

-- "hop" orders the hops of one delivery, which have the same time.
alter table message_trace add column node text;
alter table message_trace add column reason text;
alter table message_trace add column hop integer;
