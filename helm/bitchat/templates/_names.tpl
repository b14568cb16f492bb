{{/* What all names begin with; short enough for every suffix. */}}
{{- define "bitchat.fullname" -}}
{{ default .Release.Name .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- end -}}

{{/* Labels that select the pods of one component. Takes (dict "root" $ "component" name). */}}
{{- define "bitchat.selector" -}}
app.kubernetes.io/name: bitchat
app.kubernetes.io/instance: {{ include "bitchat.fullname" .root }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Labels of every object. Takes (dict "root" $ "component" name). */}}
{{- define "bitchat.labels" -}}
{{ include "bitchat.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: bitchat
{{- if not .root.Values.plain }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end }}
{{- end -}}

{{/* Metadata of an object. Takes (dict "root" $ "component" name "name" full name). */}}
{{- define "bitchat.metadata" -}}
name: {{ .name }}
labels:
  {{- include "bitchat.labels" . | nindent 2 }}
{{- end -}}

{{/* Image of the suite. Takes (dict "root" $ "name" name "digest" digest). */}}
{{- define "bitchat.image" -}}
{{- $image := .root.Values.image -}}
{{- $tag := default .root.Chart.AppVersion $image.tag -}}
{{- include "bitchat.imageReference" (dict "registry" $image.registry "repository" (printf "%s/%s" $image.repository .name) "tag" $tag "digest" .digest) -}}
{{- end -}}

{{/* registry/repository:tag, or registry/repository@digest. Takes an image of the values. */}}
{{- define "bitchat.imageReference" -}}
{{- with .registry }}{{ . }}/{{ end }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end -}}

{{/* Names of the Secrets: those of the values, or generated. */}}
{{- define "bitchat.keys.secret" -}}
{{ default (printf "%s-keys" (include "bitchat.fullname" .)) .Values.keys.existingSecret }}
{{- end -}}

{{- define "bitchat.postgres.secret" -}}
{{- $own := eq .Values.postgres.mode "cloudnativepg" | ternary "postgresql-app" "postgresql" -}}
{{ default (printf "%s-%s" (include "bitchat.fullname" .) $own) .Values.postgres.existingSecret }}
{{- end -}}

{{- define "bitchat.s3.secret" -}}
{{ default (printf "%s-s3" (include "bitchat.fullname" .)) .Values.s3.existingSecret }}
{{- end -}}

{{/* "true" if there is an S3 server of the chart. */}}
{{- define "bitchat.s3.bundled" -}}
{{- if and (eq .Values.files.store "s3") (eq .Values.s3.mode "bundled") -}}true{{- end -}}
{{- end -}}

{{/* "true" if there is a volume for chunks that the chart makes. */}}
{{- define "bitchat.files.ownClaim" -}}
{{- if and (eq .Values.files.store "folder") (not .Values.files.folder.existingClaim) -}}true{{- end -}}
{{- end -}}
