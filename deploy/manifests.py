#!/usr/bin/env python3
"""Reads rendered manifests for check.sh.

  manifests.py mask FILE          prints the file without the random contents of Secrets, and without copied files
  manifests.py builtin FILE       prints the objects that Kubernetes itself defines
  manifests.py same FILE FILE     fails unless both have the same objects, in any order; Secrets, hooks and namespaces do not count
  manifests.py without FILE WORD  fails if an object mentions the word
  manifests.py reachable FILE     prints which pods accept connections from which, by the NetworkPolicies
  manifests.py fits FILE BYTES    fails if the memory limits of all pods that stay are together greater
  manifests.py careful FILE       fails unless each pod is restricted and no secret is a plain value
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


def pods(path):
    """Each pod's kind of owner, labels and spec."""
    for document in documents(path):
        if document["kind"] == "Pod":
            yield "Pod", document["metadata"]["labels"], document["spec"]
        elif document["kind"] in ("Deployment", "StatefulSet", "DaemonSet", "Job"):
            template = document["spec"]["template"]
            yield document["kind"], template["metadata"]["labels"], template["spec"]
        elif document["kind"] == "CronJob":
            template = document["spec"]["jobTemplate"]["spec"]["template"]
            yield "CronJob", template["metadata"]["labels"], template["spec"]


def selects(selector, labels):
    for expression in selector.get("matchExpressions", []):
        if expression["operator"] != "In":
            raise SystemExit("the policies use an operator that is not known here: " + expression["operator"])
        if labels.get(expression["key"]) not in expression["values"]:
            return False
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())


def callers(rule, everybody):
    names = set()
    for peer in rule.get("from", []):
        if "namespaceSelector" in peer or "ipBlock" in peer:
            names.add("others that are configured")
        else:
            names |= {component for component, labels in everybody.items() if selects(peer["podSelector"], labels)}
    return names or {"anybody"}


def reachable(path):
    everybody = {labels["app.kubernetes.io/component"]: labels for _, labels, spec in pods(path) if not spec.get("hostNetwork")}
    for _, labels, spec in pods(path):
        if spec.get("hostNetwork"):
            print(labels["app.kubernetes.io/component"], "in the network of its host, where policies do not hold:", listens(spec))
    policies = [d["spec"] for d in documents(path) if d["kind"] == "NetworkPolicy"]
    for component, labels in sorted(everybody.items()):
        mine = [policy for policy in policies if selects(policy["podSelector"], labels)]
        rules = [rule for policy in mine for rule in policy.get("ingress", [])]
        if not mine or not rules:
            print(component, "from nobody" if mine else "from anybody, since no policy selects it")
        for rule in rules:
            ports = ",".join(str(port["port"]) for port in rule["ports"])
            print(f"{component}:{ports} from {', '.join(sorted(callers(rule, everybody)))}")


def listens(spec):
    return ",".join(f"{port['hostIP']}:{port['hostPort']}" for container in spec["containers"] for port in container["ports"])


def bytes_of(quantity):
    number, unit = re.fullmatch(r"([0-9.]+)([KMGT]i|[kMGT])?", str(quantity)).groups()
    power = "kMGT".index(unit[0].replace("K", "k")) + 1 if unit else 0
    return float(number) * (1024 if unit and unit.endswith("i") else 1000) ** power


def fits(path, most):
    limits = [
        bytes_of(container["resources"]["limits"]["memory"])
        for kind, _, spec in pods(path)
        if kind in ("Deployment", "StatefulSet", "DaemonSet")
        for container in spec["containers"]
    ]
    print(f"{sum(limits):.0f} bytes in {len(limits)} containers")
    sys.exit(0 if limits and sum(limits) <= float(most) else 1)


def faults(labels, spec):
    pod = spec["securityContext"]
    yield "runs as root", not (pod["runAsNonRoot"] and pod["runAsUser"])
    yield "has no seccomp profile", pod["seccompProfile"]["type"] != "RuntimeDefault"
    yield "takes variables of Services", spec["enableServiceLinks"]
    yield "has a token", spec["automountServiceAccountToken"] and labels["app.kubernetes.io/component"] not in ("acceptance", "restore")
    edge = labels["app.kubernetes.io/component"] == "edge"
    yield "has init containers", "initContainers" in spec and not edge
    yield "is in the network of its host", "hostNetwork" in spec and not edge
    yield "mounts a folder of its host", any("hostPath" in volume for volume in spec["volumes"]) and not edge
    for container in spec.get("initContainers", []):
        # it gives a folder of the host to the user of the program, and ends
        own = container["securityContext"]
        yield "has an init container that writes to its root", not own["readOnlyRootFilesystem"]
        yield "has an init container that may gain rights", own["allowPrivilegeEscalation"]
        yield "has an init container with other capabilities", own["capabilities"] != {"drop": ["ALL"], "add": ["CHOWN", "DAC_READ_SEARCH"]}
    for container in spec["containers"]:
        own = container["securityContext"]
        yield "may be root", not own.get("runAsNonRoot", True) or own.get("runAsUser") == 0
        yield "writes to its root", not own["readOnlyRootFilesystem"]
        yield "may gain rights", own["allowPrivilegeEscalation"] or own["capabilities"] != {"drop": ["ALL"]}
        for bound in ("requests", "limits"):
            yield f"lacks {bound}", {"cpu", "memory", "ephemeral-storage"} - set(container["resources"][bound])
        for variable in container.get("env", []):
            secret = re.search("PASSWORD|SECRET|TOKEN|CREDENTIAL|ACCESS_KEY", variable["name"])
            yield f"has a plain {variable['name']}", secret and not variable["name"].endswith(("_FILE", "_LIFE")) and "value" in variable


def careful(path):
    found = [(labels["app.kubernetes.io/component"], text) for _, labels, spec in pods(path) for text, fault in faults(labels, spec) if fault]
    for component, text in found:
        print(component, text)
    sys.exit(1 if found else 0)


COMMANDS = {f.__name__: f for f in (mask, builtin, same, without, reachable, fits, careful)}
COMMANDS[sys.argv[1]](*sys.argv[2:])
