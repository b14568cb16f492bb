#!/usr/bin/env bash
# Prints the Secrets that the manifests of deploy need, with new random keys and passwords; nothing is kept on this machine:
#   deploy/secrets.sh | kubectl -n bitchat create -f -
# `create` refuses to replace Secrets that exist: stored data cannot be read with new keys.
#
#   bitchat-keys        content.key        encrypts messages in the database, 32 bytes in base64
#                       files.key          encrypts the keys of files, 32 bytes in base64
#                       site.key           identity of this installation for other installations, 64 bytes in base64
#                       token-signing.pem  signs access tokens, an Ed25519 key in PEM
#                       operator-token     gives access to metrics and details of health at the gateway
#   bitchat-postgresql  username, password of the database
#   bitchat-s3          access-key, secret-key of the S3 server; not used with chunks in a folder
#
# usage: deploy/secrets.sh [PREFIX]   PREFIX is bitchat, unless the manifests name other Secrets
set -euo pipefail
prefix="${1:-bitchat}"

bytes() { openssl rand -base64 "$1" | tr -d '\n'; }
letters() { openssl rand -hex "$1"; }
head_of() {
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  labels: {app.kubernetes.io/part-of: bitchat}\ntype: Opaque\nstringData:\n' "$prefix-$1"
}

head_of keys
printf '  content.key: "%s"\n  files.key: "%s"\n  site.key: "%s"\n' "$(bytes 32)" "$(bytes 32)" "$(bytes 64)"
printf '  token-signing.pem: |\n'
openssl genpkey -algorithm ed25519 | sed 's/^/    /'
printf '  operator-token: "%s"\n' "$(letters 20)"
head_of postgresql
printf '  username: bitchat\n  password: "%s"\n' "$(letters 20)"
head_of s3
printf '  access-key: "%s"\n  secret-key: "%s"\n' "$(letters 10)" "$(letters 20)"
