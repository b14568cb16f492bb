#!/usr/bin/env bash
# Renders the plain manifests of deploy/base and deploy/overlays/{lite,ha,edge} from the chart, and copies dashboards and alerts into it.
# usage: deploy/render.sh [FOLDER]   FOLDER takes the result instead of deploy (for check.sh)
set -euo pipefail
cd "$(dirname "$0")"
PATH="${BITCHAT_KUBE_TOOLS:-/nowhere}/bin:$PATH"
target="${1:-$PWD}"
chart=../helm/bitchat
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

render() { # folder, further values files
  local folder="$1" file values=(-f base/values.yaml)
  shift
  for file in "$@"; do values+=(-f "$file"); done
  helm template bitchat "$chart" --namespace bitchat "${values[@]}" --output-dir "$work/$folder" > /dev/null
  mkdir -p "$target/$folder"
  find "$target/$folder" -name '*.yaml' ! -name values.yaml -delete
  # the order of Kubernetes: what others name comes first
  {
    echo "# Made by deploy/render.sh."
    echo "apiVersion: kustomize.config.k8s.io/v1beta1"
    echo "kind: Kustomization"
    echo "namespace: bitchat"
    echo "resources:"
  } > "$target/$folder/kustomization.yaml"
  for file in "$work/$folder"/bitchat/templates/*.yaml; do
    # Helm leaves empty documents and lines behind
    grep -q '^kind:' "$file" || continue
    sed -e '/^# Source: /d' -e 's/[ \t]*$//' -e '/^$/d' "$file" > "$target/$folder/$(basename "$file")"
    echo "  - $(basename "$file")" >> "$target/$folder/kustomization.yaml"
  done
}

copy() { # folder, pattern
  local from="$1" to="$chart/files/$1"
  [ -d "$from" ] || return 0
  find "$to" -type f ! -name .gitkeep -delete
  find "$from" -maxdepth 1 -name "$2" -exec cp {} "$to/" \;
}

if [ "$target" = "$PWD" ]; then
  copy dashboards '*.json'
  copy alerts '*.rules.yaml'
fi
render base
render overlays/lite "$chart/values-lite.yaml"
render overlays/ha "$chart/values-ha.yaml" overlays/ha/values.yaml
render overlays/edge "$chart/values-lite.yaml" overlays/edge/values.yaml
