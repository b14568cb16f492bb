-- What does not count, and may count again when its writer's removals and additions are all known.
create index group_messages_voided on group_messages (group_id, from_peer_id) where voided_at is not null;
-- For messages of a peer only the changes of that peer are asked for.
create index group_operations_of_peer on group_operations (group_id, (operation ->> 'peer_id'));
