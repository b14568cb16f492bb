-- Who has a group message, and who has read it: one row for each acknowledged copy, deleted with the message. Kept apart
-- from group_inbox, whose rows are written once.
create table group_receipts (
    message      uuid        not null references messages (id) on delete cascade,
    peer_id      text        not null,
    delivered_at timestamptz not null,
    read_at      timestamptz,
    primary key (message, peer_id)
);
