#!/bin/sh
# KAFKA_A_B=x becomes the setting a.b=x. The storage is formatted at the first start; the broker runs in the foreground.
set -e
settings=/tmp/server.properties
env | sed -n 's/^KAFKA_\([A-Z0-9_]*\)=\(.*\)$/\1 \2/p' | while read -r name value; do
  case "$name" in HEAP_OPTS | OPTS | JVM_PERFORMANCE_OPTS) continue ;; esac
  echo "$(echo "$name" | tr 'A-Z_' 'a-z.')=$value"
done > "$settings"
libs='/opt/kafka/libs/*'
java -Xmx64m -XX:TieredStopAtLevel=1 -cp "$libs" kafka.tools.StorageTool \
  format --ignore-formatted -t "${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}" -c "$settings"
exec java ${KAFKA_HEAP_OPTS:--Xmx384m} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$libs" kafka.Kafka "$settings"
