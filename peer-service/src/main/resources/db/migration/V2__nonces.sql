-- A nonce that waits for its signature is no longer stored: it proves itself. What has served is remembered until it is over.
drop table auth_challenges;
create table used_nonces (
    nonce      text primary key,
    expires_at timestamptz not null
);
create index used_nonces_expiry on used_nonces (expires_at);
