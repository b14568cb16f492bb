#!/usr/bin/env bash
# Checks the chart and the plain manifests; needs no cluster.
# usage: deploy/check.sh [--write] [--skip-missing] [--server]
#   --write         renews deploy/golden and the rendered manifests, then checks
#   --skip-missing  passes although a tool is missing; it is named
#   --server        also asks the API server of the current kubeconfig, in a dry run
# Tools are taken from the PATH and from $BITCHAT_KUBE_TOOLS; deploy/tools.sh gets them.
set -euo pipefail
cd "$(dirname "$0")"
export PATH="${BITCHAT_KUBE_TOOLS:-/nowhere}/bin:${BITCHAT_KUBE_TOOLS:-/nowhere}/python/bin:$PATH"
readonly CHART=../helm/bitchat VERSION=1.37
write= skip= server= passed=0 failed=0 skipped=0
for argument in "$@"; do
  case "$argument" in
    --write) write=yes ;;
    --skip-missing) skip=yes ;;
    --server) server=yes ;;
    *) sed -n '2,7p' "$0" >&2; exit 2 ;;
  esac
done
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

# The values of each rendering.
values_of() {
  case "$1" in
    default) ;;
    lite) echo "-f $CHART/values-lite.yaml" ;;
    ha | operators) echo "-f $CHART/values-ha.yaml -f golden/$1.values.yaml" ;;
    everything) echo "-f golden/$1.values.yaml" ;;
    edge) echo "-f $CHART/values-lite.yaml -f golden/$1.values.yaml" ;;
  esac
}
readonly RENDERINGS="default lite ha operators everything edge"

ok() { passed=$((passed + 1)); }
bad() { # what, log
  failed=$((failed + 1))
  echo "FAILED: $1"
  [ $# -lt 2 ] || head -40 "$2" | sed 's/^/  /'
}
check() { # what, command…
  local what="$1"
  shift
  if "$@" > "$work/log" 2>&1; then ok; else bad "$what" "$work/log"; fi
}
has() { # tool: whether a check with it can run
  command -v "$1" > /dev/null && return
  if [ -n "$skip" ]; then skipped=$((skipped + 1)); echo "skipped for want of $1"; else bad "$1 is missing; deploy/tools.sh FOLDER gets it"; fi
  return 1
}
python() { "$(command -v python3)" manifests.py "$@"; }

render_all() {
  local name
  for name in $RENDERINGS; do
    # shellcheck disable=SC2046
    check "lint of $name" helm lint --strict --quiet "$CHART" $(values_of "$name")
    # shellcheck disable=SC2046
    helm template bitchat "$CHART" --namespace bitchat $(values_of "$name") > "$work/$name.yaml" 2> "$work/log" \
      && ok || bad "rendering of $name" "$work/log"
  done
}

compare_golden() {
  local name
  for name in $RENDERINGS; do
    python mask "$work/$name.yaml" > "$work/$name.masked"
    [ -z "$write" ] || cp "$work/$name.masked" "golden/$name.yaml"
    check "golden/$name.yaml (renew it with --write)" diff -u "golden/$name.yaml" "$work/$name.masked"
  done
}

compare_plain() {
  local folder
  ./render.sh "$work/rendered"
  for folder in base overlays/lite overlays/ha overlays/edge; do
    check "files of $folder (renew them with deploy/render.sh)" diff -ru --exclude=values.yaml "$folder" "$work/rendered/$folder"
  done
  has kubectl || return 0
  helm template bitchat "$CHART" --namespace bitchat -f base/values.yaml > "$work/plain.yaml"
  for folder in base overlays/lite overlays/ha overlays/edge; do
    kubectl kustomize "$folder" > "$work/$(basename "$folder").kustomized" 2> "$work/log" && ok || bad "kustomize of $folder" "$work/log"
  done
  check "kustomize of base has the objects of the chart" python same "$work/base.kustomized" "$work/plain.yaml"
  check "plain manifests without Helm" python without "$work/base.kustomized" helm.sh
}

validate() {
  local file
  has kubernetes-validate || return 0
  for file in $RENDERINGS; do
    python builtin "$work/$file.yaml" > "$work/$file.builtin.yaml"
    check "schema of $file" kubernetes-validate --strict --quiet -k $VERSION "$work/$file.builtin.yaml"
  done
  [ ! -f "$work/edge.kustomized" ] || check "schema of overlays/edge" kubernetes-validate --strict --quiet -k $VERSION "$work/edge.kustomized"
}

ask_server() {
  local name
  { [ -n "$server" ] && has kubectl; } || return 0
  for name in $RENDERINGS; do
    python builtin "$work/$name.yaml" > "$work/$name.server.yaml"
    kubectl apply --namespace default --dry-run=server -f "$work/$name.server.yaml" > "$work/answer" 2>&1 && ok && continue
    grep -v '(server dry run)$' "$work/answer" > "$work/log" || true
    bad "API server on $name" "$work/log"
  done
}

score() {
  local name
  has kube-score || return 0
  for name in $RENDERINGS; do
    kube-score score --kubernetes-version v$VERSION --output-format ci "$work/$name.yaml" > "$work/score" 2>&1 && ok && continue
    grep -E 'CRITICAL|rror' "$work/score" > "$work/log" || cp "$work/score" "$work/log"
    bad "kube-score of $name" "$work/log"
  done
}

refuse() {
  local arguments expected cases=0
  while IFS='|' read -r arguments expected; do
    case "$arguments" in '#'* | '') continue ;; esac
    cases=$((cases + 1))
    # shellcheck disable=SC2086
    if helm template bitchat "$CHART" $arguments > "$work/log" 2>&1; then
      bad "accepted: $arguments"
    elif grep -qF -- "${expected# }" "$work/log"; then
      ok
    else
      bad "refusal of $arguments: expected${expected}" "$work/log"
    fi
  done < refused.txt
  [ "$cases" -ge 12 ] || bad "refused.txt has only $cases cases"
}

# The network of the test cluster enforces no policies, so what they allow is worked out and compared.
examine() {
  local name
  check "nothing of transport-gateway in lite" python without "$work/lite.yaml" transport-gateway
  check "memory of lite" python fits "$work/lite.yaml" 2000000000
  for name in $RENDERINGS; do
    check "pods of $name" python careful "$work/$name.yaml"
    python reachable "$work/$name.yaml" > "$work/$name.reachable"
    [ -z "$write" ] || cp "$work/$name.reachable" "golden/$name.reachable"
    check "golden/$name.reachable (renew it with --write)" diff -u "golden/$name.reachable" "$work/$name.reachable"
  done
}

others() {
  local name
  ./secrets.sh > "$work/secrets.yaml" 2> /dev/null
  has kubernetes-validate && check "schema of secrets.sh" kubernetes-validate --strict --quiet -k $VERSION "$work/secrets.yaml"
  for name in dashboards alerts; do
    [ ! -d "$name" ] || check "copies of deploy/$name in the chart (renew them with deploy/render.sh)" \
      diff -r --exclude=.gitkeep --exclude='*.test.yaml' "$name" "$CHART/files/$name"
  done
}

if has helm; then
  [ -z "$write" ] || ./render.sh
  render_all
  compare_golden
  compare_plain
  validate
  ask_server
  score
  examine
  refuse
  others
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
