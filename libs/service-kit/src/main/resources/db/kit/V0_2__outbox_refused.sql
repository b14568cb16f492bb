-- Events that Kafka will never take as they are, for instance because they are too long. They no longer stand in the way of
-- those behind them; once the cause is mended, "insert into outbox (topic, key, headers, payload) select ..." sends them.
create table outbox_refused (
    id      bigint primary key,
    topic   text        not null,
    key     text        not null,
    headers text        not null,
    payload bytea       not null,
    reason  text        not null,
    at      timestamptz not null default now()
);
