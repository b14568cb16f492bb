{{/* Where the servers are. */}}
{{- define "bitchat.postgres.address" -}}
{{- $name := include "bitchat.fullname" . -}}
{{- if eq .Values.postgres.mode "external" -}}
{{ .Values.postgres.external.host }}:{{ .Values.postgres.external.port }}
{{- else if eq .Values.postgres.mode "cloudnativepg" -}}
{{ $name }}-postgresql-rw:5432
{{- else -}}
{{ $name }}-postgresql:5432
{{- end -}}
{{- end -}}

{{- define "bitchat.postgres.url" -}}
postgresql://{{ include "bitchat.postgres.address" . }}/{{ .Values.postgres.database }}{{ with .Values.postgres.urlParameters }}?{{ . }}{{ end }}
{{- end -}}

{{- define "bitchat.kafka.servers" -}}
{{- if eq .Values.kafka.mode "external" -}}
{{ .Values.kafka.external.bootstrapServers }}
{{- else if eq .Values.kafka.mode "strimzi" -}}
{{ include "bitchat.fullname" . }}-kafka-bootstrap:9092
{{- else -}}
{{ include "bitchat.fullname" . }}-kafka:9092
{{- end -}}
{{- end -}}

{{- define "bitchat.s3.endpoint" -}}
{{- if eq .Values.s3.mode "external" -}}
{{ .Values.s3.external.endpoint }}
{{- else -}}
http://{{ include "bitchat.fullname" . }}-s3:9000
{{- end -}}
{{- end -}}

{{/* Addresses of the services among each other and for the gateway. */}}
{{- define "bitchat.env.urls" -}}
{{- $name := include "bitchat.fullname" . -}}
BITCHAT_PEER_SERVICE_URL: http://{{ $name }}-peer-service:8080
BITCHAT_MESSAGE_SERVICE_URL: http://{{ $name }}-message-service:8080
BITCHAT_GROUP_SERVICE_URL: http://{{ $name }}-group-gossip-service:8080
BITCHAT_FILE_SERVICE_URL: http://{{ $name }}-file-service:8080
{{- if .Values.transportGateway.enabled }}
BITCHAT_TRANSPORT_GATEWAY_URL: http://{{ $name }}-transport-gateway:8085
{{- end }}
{{- end -}}

{{/* Environment that all services share, as a map. */}}
{{- define "bitchat.env.shared" -}}
{{- $postgres := include "bitchat.postgres.secret" . -}}
{{- $keys := .Values.postgres.secretKeys -}}
{{ include "bitchat.env.urls" . }}
BITCHAT_HTTP_PORT: "8080"
BITCHAT_AUTH_MODE: {{ .Values.auth.mode }}
{{- if .Values.auth.openForced }}
BITCHAT_AUTH_OPEN_FORCED: "true"
{{- end }}
BITCHAT_TRUSTED_PROXIES: {{ join "," .Values.trustedProxies }}
BITCHAT_KEYS_DIR: /keys
# after the preStop pause: callers that kept their connections are asked to connect elsewhere
BITCHAT_SHUTDOWN_DELAY_SECONDS: "5"
BITCHAT_KAFKA_SERVERS: {{ include "bitchat.kafka.servers" . }}
BITCHAT_POSTGRES_URL: {{ include "bitchat.postgres.url" . }}
BITCHAT_POSTGRES_JDBC_URL: jdbc:{{ include "bitchat.postgres.url" . }}
BITCHAT_POSTGRES_USER: {valueFrom: {secretKeyRef: {name: {{ $postgres }}, key: {{ $keys.username }}}}}
BITCHAT_POSTGRES_PASSWORD: {valueFrom: {secretKeyRef: {name: {{ $postgres }}, key: {{ $keys.password }}}}}
{{- end -}}

{{/* Environment that only one of the services has. Takes (dict "root" $ "name" name). */}}
{{- define "bitchat.env.own" -}}
{{- $values := .root.Values -}}
{{- if eq .name "peer-service" }}
BITCHAT_IDENTITY_SIGNING_KEY_FILE: /keys/token-signing.pem
{{- with $values.edge.uplink.nodes }}
BITCHAT_IDENTITY_EDGE_NODES: {{ join "," . | quote }}
{{- end }}
{{- else if and (eq .name "group-gossip-service") $values.sites.enabled }}
BITCHAT_SITE_NAME: {{ $values.sites.name }}
BITCHAT_SITE_LISTEN: 0.0.0.0:{{ $values.sites.port }}
BITCHAT_SITE_PEERS: {{ join "," $values.sites.peers | quote }}
{{- else if and (eq .name "file-service") (eq $values.files.store "folder") }}
BITCHAT_TRANSFERS_FOLDER: /data/transfers
BITCHAT_TRANSFERS_FOLDER_LIMIT: {{ $values.files.transfers.folderLimit | int64 | quote }}
BITCHAT_STORE: folder
BITCHAT_FILE_STORAGE: /data/files
{{- else if eq .name "file-service" }}
BITCHAT_TRANSFERS_FOLDER: /data/transfers
BITCHAT_TRANSFERS_FOLDER_LIMIT: {{ $values.files.transfers.folderLimit | int64 | quote }}
BITCHAT_STORE: s3
BITCHAT_S3_ENDPOINT: {{ include "bitchat.s3.endpoint" .root }}
BITCHAT_S3_BUCKET: {{ $values.s3.bucket }}
BITCHAT_S3_REGION: {{ $values.s3.region }}
BITCHAT_S3_PATH_STYLE: {{ $values.s3.pathStyle | quote }}
BITCHAT_S3_CREATE_BUCKET: {{ $values.s3.createBucket | quote }}
BITCHAT_S3_ACCESS_KEY: {valueFrom: {secretKeyRef: {name: {{ include "bitchat.s3.secret" .root }}, key: {{ $values.s3.secretKeys.accessKey }}}}}
BITCHAT_S3_SECRET_KEY_FILE: /keys/s3-secret-key
{{- end }}
{{- end -}}

{{/* Environment of a service as a map: values take precedence. Takes (dict "root" $ "name" name "migrate" bool). */}}
{{- define "bitchat.service.env" -}}
{{- $service := index .root.Values.services .name -}}
{{- $env := fromYaml (include "bitchat.env.shared" .root) -}}
{{- $env = merge (fromYaml (include "bitchat.env.own" .)) $env -}}
{{- with $service.javaOptions }}{{ $_ := set $env "JAVA_TOOL_OPTIONS" . }}{{ end -}}
{{- range $name, $value := .root.Values.config }}{{ $_ := set $env $name $value }}{{ end -}}
{{- range $name, $value := $service.env }}{{ $_ := set $env $name $value }}{{ end -}}
{{- if .migrate -}}
{{- /* four containers share one address, so each takes a port of its own */ -}}
{{- $env = merge (dict "QUARKUS_INIT_AND_EXIT" "true" "QUARKUS_FLYWAY_MIGRATE_AT_START" "true" "BITCHAT_HTTP_PORT" "0") $env -}}
{{- end -}}
{{ toYaml $env }}
{{- end -}}

{{/* Environment of the gateway as a map. */}}
{{- define "bitchat.gateway.env" -}}
{{- $gateway := .Values.gateway -}}
{{- $behindProxy := or .Values.ingress.enabled .Values.httpRoute.enabled -}}
{{- $trust := or (eq $gateway.trustForwarded "always") (and (eq $gateway.trustForwarded "auto") $behindProxy) -}}
{{- $env := fromYaml (include "bitchat.env.urls" .) -}}
{{- $_ := set $env "BITCHAT_PORT" "8000" -}}
{{- $_ := set $env "BITCHAT_SHUTDOWN_DELAY_SECONDS" "5" -}}
{{- $_ := set $env "BITCHAT_AUTH_MODE" .Values.auth.mode -}}
{{- $_ := set $env "BITCHAT_TRUST_FORWARDED" (toString $trust) -}}
{{- if or $gateway.hosts (ne .Values.auth.mode "required") -}}
{{- /* the names by which the chart itself leads to the gateway */ -}}
{{- $own := list (printf "%s-api-gateway" (include "bitchat.fullname" .)) .Values.ingress.host -}}
{{- $_ := set $env "BITCHAT_HOSTS" (concat $gateway.hosts $own .Values.httpRoute.hostnames | compact | uniq | join ",") -}}
{{- end -}}
{{- with $gateway.corsOrigins }}{{ $_ := set $env "BITCHAT_CORS_ORIGINS" (join "," .) }}{{ end -}}
{{- with $gateway.javaOptions }}{{ $_ := set $env "JAVA_TOOL_OPTIONS" . }}{{ end -}}
{{- $token := dict "secretKeyRef" (dict "name" (include "bitchat.keys.secret" .) "key" "operator-token" "optional" true) -}}
{{- $_ := set $env "BITCHAT_OPERATOR_TOKEN" (dict "valueFrom" $token) -}}
{{- range $name, $value := $gateway.env }}{{ $_ := set $env $name $value }}{{ end -}}
{{ toYaml $env }}
{{- end -}}

{{/* Environment of the suite's own node as a map. */}}
{{- define "bitchat.transport.env" -}}
{{- $own := .Values.transportGateway -}}
{{- $env := fromYaml (include "bitchat.env.urls" .) -}}
{{- $_ := set $env "BITCHAT_HTTP_PORT" "8085" -}}
{{- $_ := set $env "BITCHAT_AUTH_MODE" .Values.auth.mode -}}
{{- if .Values.auth.openForced }}{{ $_ := set $env "BITCHAT_AUTH_OPEN_FORCED" "true" }}{{ end -}}
{{- $_ := set $env "BITCHAT_TRUSTED_PROXIES" (join "," .Values.trustedProxies) -}}
{{- $_ := set $env "BITCHAT_SHUTDOWN_DELAY_SECONDS" "5" -}}
{{- $_ := set $env "BITCHAT_KAFKA_SERVERS" (include "bitchat.kafka.servers" .) -}}
{{- $_ := set $env "BITCHAT_EDGE_NAME" "suite" -}}
{{- $_ := set $env "BITCHAT_EDGE_INTERFACES" "loopback" -}}
{{- with $own.javaOptions }}{{ $_ := set $env "JAVA_TOOL_OPTIONS" . }}{{ end -}}
{{- range $name, $value := .Values.config }}{{ $_ := set $env $name $value }}{{ end -}}
{{- range $name, $value := $own.env }}{{ $_ := set $env $name $value }}{{ end -}}
{{ toYaml $env }}
{{- end -}}

{{/* Environment of the edge nodes as a map. */}}
{{- define "bitchat.edge.env" -}}
{{- $edge := .Values.edge -}}
{{- $gateway := printf "http://%s-api-gateway:%v" (include "bitchat.fullname" .) .Values.gateway.service.port -}}
{{- $suite := default $gateway $edge.uplink.url -}}
{{- $node := dict "valueFrom" (dict "fieldRef" (dict "fieldPath" "spec.nodeName")) -}}
{{- $env := dict "BITCHAT_BIND" "127.0.0.1" "BITCHAT_HTTP_PORT" (toString $edge.port) "BITCHAT_AUTH_MODE" $edge.authMode -}}
{{- $_ := set $env "BITCHAT_EDGE_NAME" $node -}}
{{- $_ := set $env "BITCHAT_EDGE_ID" $node -}}
{{- $_ := set $env "BITCHAT_EDGE_INTERFACES" (join "," $edge.interfaces) -}}
{{- /* the gateway passes on the keys that verify tokens; policies keep the services from pods in the network of a host */ -}}
{{- $_ := set $env "BITCHAT_PEER_SERVICE_URL" $suite -}}
{{- if $edge.uplink.enabled }}{{ $_ := set $env "BITCHAT_EDGE_UPLINK" $suite }}{{ end -}}
{{- if and $edge.uplink.enabled $edge.uplink.existingSecret }}{{ $_ := set $env "BITCHAT_EDGE_UPLINK_KEY" "/keys/node.pem" }}{{ end -}}
{{- with $edge.javaOptions }}{{ $_ := set $env "JAVA_TOOL_OPTIONS" . }}{{ end -}}
{{- range $name, $value := $edge.env }}{{ $_ := set $env $name $value }}{{ end -}}
{{ toYaml $env }}
{{- end -}}

{{/* A map of environment variables as the list that a container takes. */}}
{{- define "bitchat.env.list" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  {{- toYaml $value | nindent 2 }}
  {{- else if kindIs "float64" $value }}
  value: {{ $value | int64 | toString | quote }}
  {{- else }}
  value: {{ $value | toString | quote }}
  {{- end }}
{{- end }}
{{- end -}}
