{{/* Spec of a volume claim. Takes storage of the values. */}}
{{- define "bitchat.claim" -}}
accessModes: [ReadWriteOnce]
{{- with .storageClass }}
storageClassName: {{ . }}
{{- end }}
resources: {requests: {storage: {{ .size }}}}
{{- end -}}

{{/* Service and headless Service of a bundled server. Takes (dict "root" $ "component" name "port" number). */}}
{{- define "bitchat.server.services" -}}
{{- $name := printf "%s-%s" (include "bitchat.fullname" .root) .component -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "bitchat.metadata" (merge (dict "name" $name) .) | nindent 2 }}
spec:
  selector:
    {{- include "bitchat.selector" . | nindent 4 }}
  ports:
    - {name: server, port: {{ .port }}, targetPort: server}
---
apiVersion: v1
kind: Service
metadata:
  {{- include "bitchat.metadata" (merge (dict "name" (printf "%s-pods" $name)) .) | nindent 2 }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    {{- include "bitchat.selector" . | nindent 4 }}
  ports:
    - {name: server, port: {{ .port }}, targetPort: server}
{{- end -}}

{{/* A StatefulSet of one pod up to its containers. Takes (dict "root" $ "component" name "user" uid "score" list). */}}
{{- define "bitchat.server.statefulset" -}}
{{- $name := printf "%s-%s" (include "bitchat.fullname" .root) .component -}}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  {{- include "bitchat.metadata" (merge (dict "name" $name) .) | nindent 2 }}
  annotations:
    {{- include "bitchat.score" .score | nindent 4 }}
spec:
  serviceName: {{ $name }}-pods
  replicas: 1
  selector:
    matchLabels:
      {{- include "bitchat.selector" . | nindent 6 }}
  volumeClaimTemplates:
    - metadata: {name: data}
      spec:
        {{- include "bitchat.claim" .storage | nindent 8 }}
  template:
    metadata:
      {{- include "bitchat.pod.metadata" . | nindent 6 }}
    spec:
      {{- include "bitchat.pod" . | nindent 6 }}
      serviceAccountName: {{ include "bitchat.fullname" .root }}
      terminationGracePeriodSeconds: 60
{{- end -}}

{{/* Beginning of the container of a bundled server. Takes (dict "root" $ "component" name "image" reference "port" number). */}}
{{- define "bitchat.server.container" -}}
name: {{ .component }}
image: {{ .image }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
{{ include "bitchat.container.security" . }}
ports:
  - {name: server, containerPort: {{ .port }}}
{{- end -}}

{{- define "bitchat.score.user" -}}
check: container-security-context-user-group-id
because: the image has its own user, who owns the files of the server
{{- end -}}

{{- define "bitchat.score.probes" -}}
check: pod-probes-identical
because: a server that does not answer is both to be left out and to be restarted, the latter after longer
{{- end -}}
