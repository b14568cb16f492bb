#!/bin/sh
# Creates the database at the first start, then runs the server: POSTGRES_USER, POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE,
# POSTGRES_DB, PGDATA.
set -e
user="${POSTGRES_USER:-postgres}"
database="${POSTGRES_DB:-$user}"
if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then POSTGRES_PASSWORD="$(cat "$POSTGRES_PASSWORD_FILE")"; fi
if [ "$(id -u)" = 0 ]; then
  mkdir -p "$PGDATA"
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  export POSTGRES_PASSWORD
  unset POSTGRES_PASSWORD_FILE
  exec su postgres -c "exec $0 $*"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  (umask 077; printf %s "${POSTGRES_PASSWORD:?is not set}" > /tmp/password)
  initdb -D "$PGDATA" -U "$user" --pwfile=/tmp/password --auth-local=trust --auth-host=scram-sha-256 --no-locale -E UTF8 > /tmp/initdb.log
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
  echo "unix_socket_directories = '/var/run/postgresql'" >> "$PGDATA/postgresql.conf"
  if [ "$database" != postgres ]; then
    echo "create database \"$database\"" | postgres --single -D "$PGDATA" postgres > /dev/null
  fi
  # whoever waits for the server that the public image starts for its first set-up waits for this line once more
  echo "database system is ready to accept connections (set-up)"
fi
[ "${1:-postgres}" = postgres ] || set -- postgres "$@"
[ $# -gt 0 ] || set -- postgres
exec "$@" -D "$PGDATA"
