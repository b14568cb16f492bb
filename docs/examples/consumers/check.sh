#!/usr/bin/env bash
# Checks that each example consumer prints N events of a running broker. Produces nothing itself.
# usage: check.sh [BOOTSTRAP] [N] [LANGUAGE…]      default: localhost:9092 1 java python node
# A consumer whose runtime is missing is reported as skipped. KAFKA_JARS names another folder with kafka-clients.
set -euo pipefail

export BOOTSTRAP="${1:-localhost:9092}"
readonly COUNT="${2:-1}"
readonly PATIENCE_SECONDS=60
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly HERE
readonly JARS="${KAFKA_JARS:-$HERE/../../../tools/embedded/target/lib}"
OUTPUT="$(mktemp)"
readonly OUTPUT
trap 'rm -f "$OUTPUT"' EXIT
failed=0

skip() { echo "skipped  $1: $2"; }

# check NAME COMMAND…: COUNT lines, each with a time, a type, a key and a JSON object
check() {
  local name="$1" lines
  shift
  if ! timeout "$PATIENCE_SECONDS" "$@" --from-beginning --count "$COUNT" >"$OUTPUT"; then
    echo "FAILED   $name: did not end by itself within ${PATIENCE_SECONDS} s"
    failed=1
    return
  fi
  lines="$(grep -cE '^[0-9T:.-]+Z io\.bitchat\.[a-z_.]+\.v[0-9]+ key=[^ ]+ \{.*\}$' "$OUTPUT" || true)"
  if [ "$lines" -eq "$COUNT" ]; then
    echo "passed   $name: $lines events"
  else
    echo "FAILED   $name: $lines events instead of $COUNT"
    failed=1
  fi
}

check_java() {
  local java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
  command -v "$java" >/dev/null || { skip java "no JDK"; return; }
  ls "$JARS"/kafka-clients-*.jar >/dev/null 2>&1 || { skip java "no kafka-clients in $JARS"; return; }
  check java "$java" -cp "$JARS/*" "$HERE/java/ConsumeMessages.java"
}

check_python() {
  local python="$HERE/python/.venv/bin/python"
  command -v python3 >/dev/null || { skip python "no python3"; return; }
  [ -x "$python" ] || python3 -m venv "$HERE/python/.venv" || { skip python "no venv module"; return; }
  "$python" -m pip install -q --disable-pip-version-check -r "$HERE/python/requirements.txt" \
    || { skip python "kafka-python cannot be installed"; return; }
  check python "$python" "$HERE/python/consume_messages.py"
}

check_node() {
  command -v node >/dev/null && command -v npm >/dev/null || { skip node "no node or npm"; return; }
  npm ci --prefix "$HERE/node" --no-audit --no-fund --loglevel=error >/dev/null \
    || { skip node "kafkajs cannot be installed"; return; }
  check node node "$HERE/node/consume-messages.mjs"
}

shift $(($# < 2 ? $# : 2))
for language in "${@:-java python node}"; do
  for one in $language; do "check_$one"; done
done
exit "$failed"
