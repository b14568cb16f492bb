#!/bin/sh
# Five requests by hand against a running suite.
set -e

# Register peer
curl -X POST http://localhost:8000/api/bitchat/peers/register \
  -H "Content-Type: application/json" \
  -d '{"peer_id": "alice", "public_key": "abc123", "display_name": "Alice"}'

# List peers
curl http://localhost:8000/api/bitchat/peers

# Send message
curl -X POST http://localhost:8000/api/bitchat/messages/send \
  -H "Content-Type: application/json" \
  -d '{"from_peer_id": "alice", "to_peer_id": "bob", "content": "encrypted-content"}'

# Get conversation
curl http://localhost:8000/api/bitchat/messages/conversation/alice/bob

# Get stats
curl http://localhost:8000/api/bitchat/stats
