-- Between a peer's leaving and this service's hearing of it somebody may let it into a group. So each departure is kept for
-- a while after it was heard of: whoever is not registered by then has not come back either, and leaves those groups too.
alter table departures add column heard_at timestamptz not null default now();
