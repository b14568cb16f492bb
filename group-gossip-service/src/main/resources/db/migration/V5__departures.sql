-- Who is named as a member needs no row: 100 groups a minute with 2,000 invented members each would be 200,000 rows.
-- A peer gets one when it registers, makes a group, or says something.
alter table group_memberships drop constraint group_memberships_peer_id_fkey;

-- Peers that left the directory and whose memberships up to then are still to be ended.
create table departures (
    peer_id text primary key,
    at      timestamptz not null
);
