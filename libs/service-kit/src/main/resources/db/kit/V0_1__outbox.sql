-- Events that belong to a committed change and are not yet known to be on Kafka.
-- Ids of one key ascend in commit order because writers hold that key's lock when they draw one.
create table outbox (
    id      bigint generated always as identity primary key,
    topic   text  not null,
    key     text  not null,
    headers text  not null,
    payload bytea not null
);
-- rows live for milliseconds: keep the table small without waiting for the default thresholds
alter table outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_insert_threshold = 10000);

-- Events already taken into account, so that a repeated delivery has no second effect.
create table consumed_events (
    event_id uuid primary key,
    at       timestamptz not null default now()
);
create index consumed_events_at on consumed_events using brin (at);
