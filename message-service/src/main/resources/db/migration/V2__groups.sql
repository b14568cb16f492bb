-- A group message is stored once; its place in the stream of each recipient stands in group_inbox.
alter table messages alter column position drop not null;
alter table messages add constraint messages_place check ((position is null) = (to_peer_id is null));

-- Written once and never changed; "message" is messages.id. No foreign keys: both sides are written in one transaction,
-- and a check for each of a thousand recipients would cost more than the rows do.
create table group_inbox (
    peer_id  text   not null,
    position bigint not null,
    message  uuid   not null,
    primary key (peer_id, position)
);
-- For acknowledgements and for sockets on other replicas. Ids ascend with time, so it grows at its end and stays in memory.
create index group_inbox_message on group_inbox (message, peer_id);

-- How far each peer has acknowledged what groups sent it. Kept apart from inboxes: whoever draws places there must not
-- wait for acknowledgements.
create table group_acks (
    peer_id  text primary key,
    position bigint not null
) with (fillfactor = 50);

-- Like message_counts, which the relay writes: neither waits for the other.
create table group_message_counts (
    minute   timestamptz primary key,
    accepted bigint      not null
) with (fillfactor = 50);

-- One update for each recipient of each batch: they stay on their page, and the dead rows must not pile up.
alter table inboxes set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 5000);
