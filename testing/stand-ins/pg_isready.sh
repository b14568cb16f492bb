#!/bin/sh
# Whether the server accepts connections; the binaries of the embedded suite have no pg_isready.
exec nc -w 2 127.0.0.1 5432 < /dev/null
