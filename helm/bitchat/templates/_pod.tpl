{{/* Everything that all pods have in common. Takes (dict "root" $ "component" name "user" uid "token" bool "nodeSelector" "tolerations" own ones). */}}
{{- define "bitchat.pod" -}}
automountServiceAccountToken: {{ default false .token }}
# variables such as BITCHAT_KAFKA_PORT, which Kubernetes makes of Services, would be taken for settings
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ .user }}
  runAsGroup: {{ .user }}
  fsGroup: {{ .user }}
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile: {type: RuntimeDefault}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with default .root.Values.nodeSelector .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with concat .root.Values.tolerations (default list .tolerations) }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "bitchat.container.security" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* Labels and annotations of a pod; without versions, which would restart servers that an upgrade leaves as they are. */}}
{{- define "bitchat.pod.metadata" -}}
labels:
  {{- include "bitchat.selector" . | nindent 2 }}
{{- with .root.Values.podAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* Spreads the pods of a component. Takes (dict "root" $ "component" name). */}}
{{- define "bitchat.pod.spread" -}}
{{- $spread := .root.Values.topologySpread -}}
{{- $selector := include "bitchat.selector" . -}}
{{- if $spread.enabled }}
topologySpreadConstraints:
  {{- range $spread.keys }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: {{ $spread.whenUnsatisfiable }}
    # the pods of an old revision do not count
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- $selector | nindent 8 }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Why kube-score may find something here. Takes a list of dicts "check", "because". */}}
{{- define "bitchat.score" -}}
{{- $checks := list }}{{ $reasons := list -}}
{{- range . }}
{{- $checks = append $checks .check }}
{{- $reasons = append $reasons (printf "%s: %s" .check .because) }}
{{- end -}}
kube-score/ignore: {{ join "," $checks }}
kube-score/reasons: {{ join "; " $reasons | quote }}
{{- end -}}

{{- define "bitchat.score.pull" -}}
check: container-image-pull-policy
because: tags are not moved, and a node must start pods while no registry can be reached
{{- end -}}

{{/* Gives Endpoints time to drop a pod before its program ends; needs no shell. */}}
{{- define "bitchat.drain" -}}
lifecycle:
  preStop: {sleep: {seconds: 5}}
{{- end -}}
