#!/bin/sh
# The whole way in ten steps against a running suite: health, registration, messages, statistics.
# GW names the gateway; each step prints its number and whether it passed. If the suite requires tokens, the peers get
# keys and tokens first, which needs OpenSSL 3.
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
# a request as a peer: method, path, peer, body
as() {
  set -- "$1" "$2" "$3" "$4" "$(cat "$KEYS/$3.token" 2>/dev/null)"
  curl -s -X "$1" "$B/$2" ${5:+-H "Authorization: Bearer $5"} ${4:+-H 'Content-Type: application/json' -d "$4"}
}
field() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }
public_key() { # of a peer: 32 bytes in base64
  [ -n "$secured" ] || { echo "key-of-$1"; return; }
  openssl genpkey -algorithm ed25519 -out "$KEYS/$1.pem"
  openssl pkey -in "$KEYS/$1.pem" -pubout -outform DER | tail -c 32 | base64
}
get_token() { # for a peer that is registered: it signs a challenge
  [ -n "$secured" ] || return 0
  nonce=$(as POST auth/challenge "$1" "{\"peer_id\":\"$1\"}" | field nonce)
  printf 'bitchat-auth-v1:%s:%s' "$1" "$nonce" > "$KEYS/$1.challenge"
  signature=$(openssl pkeyutl -sign -inkey "$KEYS/$1.pem" -rawin -in "$KEYS/$1.challenge" | base64 | tr -d '\n')
  as POST auth/token "$1" "{\"peer_id\":\"$1\",\"nonce\":\"$nonce\",\"signature\":\"$signature\"}" |
    field access_token > "$KEYS/$1.token"
}
register() { # peer, display name
  as POST peers/register "$1" \
    "{\"peer_id\":\"$1\",\"public_key\":\"$(public_key "$1")\",${secured:+\"key_algorithm\":\"Ed25519\",}\"display_name\":\"$2\"}"
}
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

total() { as GET stats "$ALICE" | sed 's/.*"total_messages":\([0-9]*\).*/\1/'; }
risen() { [ "$(total)" -gt "$before" ] && echo risen; } # another message is counted than before

KEYS=$(mktemp -d)
trap 'rm -rf "$KEYS"' EXIT
secured=
[ "$(curl -s -o /dev/null -w '%{http_code}' "$B/groups")" != 401 ] || secured=yes

# the answer names each dependency with a status of its own: only the code stands for all of them
check "the suite is healthy" 'code=200' "$(curl -s -o /dev/null -w 'code=%{http_code}' "$GW/q/health/ready")"
check "alice registers" "\"peer_id\":\"$ALICE\"" "$(register "$ALICE" Alice)"
check "bob registers" "\"peer_id\":\"$BOB\"" "$(register "$BOB" Bob)"
get_token "$ALICE"
get_token "$BOB"
before=$(total)
check "both are listed" "both" \
  "$(as GET 'peers?online_only=true' "$ALICE" | grep "\"$ALICE\"" | grep -q "\"$BOB\"" && echo both)"
sent=$(as POST messages/send "$ALICE" \
  "{\"from_peer_id\":\"$ALICE\",\"to_peer_id\":\"$BOB\",\"content\":\"encrypted-content\"}")
check "alice sends" '"status":"sent"' "$sent"
id=$(echo "$sent" | field message_id)
check "the conversation has it" 'encrypted-content' "$(as GET "messages/conversation/$ALICE/$BOB" "$ALICE")"
check "bob marks it delivered" "Message $id marked as delivered" "$(as PUT "messages/$id/delivered" "$BOB")"
check "alice can follow it" '"delivered"' "$(as GET "messages/$id/trace" "$ALICE")"
check "bob has received one message" '"messages_received":1' \
  "$(eventually 'as GET peers/$BOB "$ALICE"' '"messages_received":1')"
check "the statistics count it" 'risen' "$(eventually risen risen)"

echo "$passed passed, $((step - passed)) failed"
[ $passed -eq $step ]
