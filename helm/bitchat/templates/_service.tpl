{{/* The container of a Quarkus service. Takes (dict "root" $ "name" name "migrate" bool). */}}
{{- define "bitchat.service.container" -}}
{{- $service := index .root.Values.services .name -}}
name: {{ .name }}
image: {{ include "bitchat.image" (dict "root" .root "name" .name "digest" $service.image.digest) }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
{{ include "bitchat.container.security" . }}
env:
  {{- include "bitchat.env.list" (fromYaml (include "bitchat.service.env" .)) | nindent 2 }}
resources:
  {{- toYaml (.migrate | ternary .root.Values.migrations.resources $service.resources) | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp{{ if .migrate }}, subPath: {{ .name }}{{ end }}}
  - {name: keys-{{ .name }}, mountPath: /keys, readOnly: true}
  {{- if and (eq .name "file-service") (not .migrate) }}
  - {name: transfers, mountPath: /data/transfers}
  {{- end }}
  {{- if and (eq .name "file-service") (eq .root.Values.files.store "folder") (not .migrate) }}
  - {name: files, mountPath: /data/files}
  {{- end }}
{{- if not .migrate }}
{{ include "bitchat.service.life" . }}
{{- end }}
{{- end -}}

{{/* Ports, probes and end of a service. */}}
{{- define "bitchat.service.life" -}}
ports:
  - {name: http, containerPort: 8080}
  {{- if and (eq .name "group-gossip-service") .root.Values.sites.enabled }}
  - {name: site, containerPort: {{ .root.Values.sites.port }}}
  {{- end }}
# three minutes, because a service waits one minute for its database and then starts again
startupProbe:
  httpGet: {path: /q/health/started, port: http}
  periodSeconds: 1
  timeoutSeconds: 2
  failureThreshold: 180
readinessProbe:
  httpGet: {path: /q/health/ready, port: http}
  periodSeconds: 3
  timeoutSeconds: 5
  failureThreshold: 3
livenessProbe:
  httpGet: {path: /q/health/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{ include "bitchat.drain" . }}
{{- end -}}

{{/* Keys of the Secret that a service needs. Takes (dict "root" $ "name" name). */}}
{{- define "bitchat.service.keys" -}}
name: keys-{{ .name }}
projected:
  defaultMode: 288 # 0440
  sources:
    - secret:
        name: {{ include "bitchat.keys.secret" .root }}
        items:
          - {key: content.key, path: content.key}
          {{- if eq .name "peer-service" }}
          - {key: token-signing.pem, path: token-signing.pem}
          {{- else if eq .name "group-gossip-service" }}
          - {key: site.key, path: site.key}
          {{- else if eq .name "file-service" }}
          - {key: files.key, path: files.key}
          {{- end }}
    {{- if and (eq .name "file-service") (eq .root.Values.files.store "s3") }}
    - secret:
        name: {{ include "bitchat.s3.secret" .root }}
        items:
          - {key: {{ .root.Values.s3.secretKeys.secretKey }}, path: s3-secret-key}
    {{- end }}
{{- end -}}

{{/* The Deployment of a Quarkus service. Takes (dict "root" $ "name" name). */}}
{{- define "bitchat.service.deployment" -}}
{{- $fullname := include "bitchat.fullname" .root -}}
{{- $service := index .root.Values.services .name -}}
{{- $context := dict "root" .root "component" .name "user" 10001 "name" (printf "%s-%s" $fullname .name) -}}
{{- $folder := and (eq .name "file-service") (eq .root.Values.files.store "folder") -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "bitchat.metadata" $context | nindent 2 }}
  annotations:
    {{- include "bitchat.score" (list (fromYaml (include "bitchat.score.pull" .))) | nindent 4 }}
spec:
  {{- if not $service.autoscaling.enabled }}
  replicas: {{ $service.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  # a new pod is ready before an old one ends
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector:
    matchLabels:
      {{- include "bitchat.selector" $context | nindent 6 }}
  template:
    metadata:
      {{- include "bitchat.pod.metadata" $context | nindent 6 }}
    spec:
      {{- include "bitchat.pod" $context | nindent 6 }}
      serviceAccountName: {{ $fullname }}
      terminationGracePeriodSeconds: 30
      {{- include "bitchat.pod.spread" $context | nindent 6 }}
      {{- if $folder }}
      {{- include "bitchat.files.affinity" $context | nindent 6 }}
      {{- end }}
      containers:
        - {{- include "bitchat.service.container" (dict "root" .root "name" .name "migrate" false) | nindent 10 }}
      volumes:
        - {name: tmp, emptyDir: {sizeLimit: 256Mi}}
        - {{- include "bitchat.service.keys" . | nindent 10 }}
        {{- if eq .name "file-service" }}
        - {name: transfers, emptyDir: {sizeLimit: {{ .root.Values.files.transfers.folderSize }}}}
        {{- end }}
        {{- if $folder }}
        - name: files
          persistentVolumeClaim:
            claimName: {{ default (printf "%s-files" $fullname) .root.Values.files.folder.existingClaim }}
        {{- end }}
{{- end -}}

{{/* A volume is attached to one node, so the pod of an update starts where the old one runs. */}}
{{- define "bitchat.files.affinity" -}}
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "bitchat.selector" . | nindent 12 }}
{{- end -}}
