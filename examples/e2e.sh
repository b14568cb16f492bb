#!/bin/sh
# The whole way in ten steps against a running suite: health, registration, messages, statistics.
# GW names the gateway; each step prints its number and whether it passed.
GW=${GW:-http://localhost:8000}
B=$GW/api/bitchat
RUN=$$
ALICE=alice-$RUN
BOB=bob-$RUN
passed=0
step=0

check() { # description, expected text, actual text
  step=$((step + 1))
  case "$3" in
    *"$2"*) passed=$((passed + 1)); echo "$step. passed: $1" ;;
    *) echo "$step. FAILED: $1: expected $2 in: $3" ;;
  esac
}
json() { curl -s -X "$1" "$B/$2" -H 'Content-Type: application/json' -d "$3"; }
eventually() { # command, expected text: asks again for a while, because events take a moment
  tries=0
  while [ $tries -lt 50 ]; do
    answer=$(eval "$1")
    case "$answer" in *"$2"*) break ;; esac
    tries=$((tries + 1))
    sleep 0.1
  done
  echo "$answer"
}

total() { curl -s "$B/stats" | sed 's/.*"total_messages":\([0-9]*\).*/\1/'; }
risen() { [ "$(total)" -gt "$before" ] && echo risen; } # another message is counted than before

# the answer names each dependency with a status of its own: only the code stands for all of them
check "the suite is healthy" 'code=200' "$(curl -s -o /dev/null -w 'code=%{http_code}' "$GW/q/health/ready")"
before=$(total)
check "alice registers" "\"peer_id\":\"$ALICE\"" \
  "$(json POST peers/register "{\"peer_id\":\"$ALICE\",\"public_key\":\"abc123\",\"display_name\":\"Alice\"}")"
check "bob registers" "\"peer_id\":\"$BOB\"" \
  "$(json POST peers/register "{\"peer_id\":\"$BOB\",\"public_key\":\"def456\",\"display_name\":\"Bob\"}")"
check "both are listed" "both" \
  "$(curl -s "$B/peers?online_only=true" | grep "\"$ALICE\"" | grep -q "\"$BOB\"" && echo both)"
sent=$(json POST messages/send "{\"from_peer_id\":\"$ALICE\",\"to_peer_id\":\"$BOB\",\"content\":\"encrypted-content\"}")
check "alice sends" '"status":"sent"' "$sent"
id=$(echo "$sent" | sed 's/.*"message_id":"\([^"]*\)".*/\1/')
check "the conversation has it" 'encrypted-content' "$(curl -s "$B/messages/conversation/$ALICE/$BOB")"
check "bob marks it delivered" "Message $id marked as delivered" "$(curl -s -X PUT "$B/messages/$id/delivered")"
check "alice can follow it" '"delivered"' "$(curl -s "$B/messages/$id/trace")"
check "bob has received one message" '"messages_received":1' \
  "$(eventually "curl -s $B/peers/$BOB" '"messages_received":1')"
check "the statistics count it" 'risen' "$(eventually risen risen)"

echo "$passed passed, $((step - passed)) failed"
[ $passed -eq $step ]
