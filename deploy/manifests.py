#!/usr/bin/env python3
"""Reads rendered manifests for check.sh.

  manifests.py mask FILE          prints the file without the random contents of Secrets, and without copied files
  manifests.py builtin FILE       prints the objects that Kubernetes itself defines
  manifests.py same FILE FILE     fails unless both have the same objects, in any order; Secrets, hooks and namespaces do not count
  manifests.py without FILE WORD  fails if an object mentions the word
"""
import re
import sys

import yaml

OWN_GROUPS = ("postgresql.cnpg.io", "kafka.strimzi.io", "monitoring.coreos.com", "gateway.networking.k8s.io")


def documents(path):
    with open(path, encoding="utf-8") as file:
        return [document for document in yaml.safe_load_all(file) if document]


def mask(path):
    with open(path, encoding="utf-8") as file:
        parts = re.split(r"^---$", file.read(), flags=re.M)
    for index, part in enumerate(parts):
        if re.search(r"^kind: Secret$", part, flags=re.M):
            begin = part.index("\ndata:\n")
            parts[index] = part[:begin] + re.sub(r"(?m)^(  [\w.-]+): .+$", r"\1: <generated>", part[begin:])
        if re.search(r"^kind: PrometheusRule$|^  name: .*-dashboard-", part, flags=re.M):
            parts[index] = re.sub(r"(?ms)^((data|spec):\n).*", r"\1  <copy of a file>\n", part)
    lines = ("".join("---" + part for part in parts))[3:].split("\n")
    print("\n".join(line.rstrip() for line in lines if line.strip()))


def builtin(path):
    yaml.safe_dump_all([d for d in documents(path) if not d["apiVersion"].startswith(OWN_GROUPS)], sys.stdout)


def counted(path):
    objects = {}
    for document in documents(path):
        hook = "helm.sh/hook" in document["metadata"].get("annotations", {})
        if document["kind"] in ("Secret", "Namespace") or hook:
            continue
        document["metadata"].pop("namespace", None)
        objects[(document["kind"], document["metadata"]["name"])] = document
    return objects


def same(left, right):
    one, other = counted(left), counted(right)
    different = sorted(set(one) ^ set(other)) + sorted(key for key in set(one) & set(other) if one[key] != other[key])
    for kind, name in different:
        print(f"{kind} {name} differs, or is in one only")
    sys.exit(1 if different or not one else 0)


def without(path, word):
    found = [d for d in documents(path) if word in yaml.safe_dump(d)]
    for document in found:
        print(f"{document['kind']} {document['metadata']['name']} mentions {word}")
    sys.exit(1 if found else 0)


{"mask": mask, "builtin": builtin, "same": same, "without": without}[sys.argv[1]](*sys.argv[2:])
