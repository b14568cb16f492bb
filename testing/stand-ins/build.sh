#!/usr/bin/env bash
# Makes stand-ins for the public images that Compose file, chart and container tests name, where no registry can be reached:
#   eclipse-temurin:25-jre   the JDK of this machine without its compiler, and busybox
#   postgres:17              the PostgreSQL of the embedded suite
#   apache/kafka:4.1.1       the Kafka of the embedded suite
# They honour the environment variables that we use. They are for tests on this machine only.
# usage: testing/stand-ins/build.sh; needs Docker, busybox-static, and a build of tools/embedded
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
java="${BITCHAT_JAVA_HOME:-${JAVA_HOME:?JAVA_HOME must name a JDK 25}}"
work="$root/target/stand-ins"
lib="$root/tools/embedded/target/lib"

[ -d "$lib" ] || { echo "build first: ./mvnw -DskipTests package -pl tools/embedded -am" >&2; exit 1; }
[ -x /bin/busybox ] || { echo "busybox is missing: apt-get install busybox-static" >&2; exit 1; }
rm -rf "$work"
mkdir -p "$work"

# A root file system with busybox and a few users.
new_root() {
  local root="$work/$1" applet
  mkdir -p "$root"/{bin,etc,lib64,root,usr/local/bin,tmp,var}
  chmod 1777 "$root/tmp"
  cp /bin/busybox "$root/bin/"
  for applet in $(/bin/busybox --list); do [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"; done
  printf '%s\n' 'root:x:0:0::/root:/bin/sh' 'postgres:x:999:999::/var/lib/postgresql:/bin/sh' 'app:x:1000:1000::/tmp:/bin/sh' > "$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'postgres:x:999:' 'app:x:1000:' > "$root/etc/group"
  echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
  echo "$root"
}

# Copies the libraries of this machine that the programs in a folder need.
add_libraries() { # root file system, folder within it
  local file library
  {
    find "$1/$2" -type f \( -perm -u+x -o -name '*.so*' \) | while read -r file; do
      ldd "$file" 2>/dev/null | sed -n -e 's/.*=> \(\/[^ ]*\) .*/\1/p' -e 's/^\t\(\/lib[^ ]*\) .*/\1/p' || true
    done
    # resolving names is done by modules that no program names
    ls /lib/*-linux-gnu/libnss_{files,dns}.so.2
  } | sort -u | while read -r library; do
    case "$library" in "$1"/*) continue ;; esac
    mkdir -p "$1$(dirname "$library")"
    cp -Lf "$library" "$1$library"
  done
}

image() { # name, root file system, further lines of the Dockerfile
  { echo "FROM ${4:-scratch}"; echo 'COPY . /'; printf '%s\n' "$3"; } > "$work/Dockerfile"
  docker build --quiet --tag "$1" --file "$work/Dockerfile" "$2" > /dev/null
  echo "made $1"
}

runtime() {
  local root
  root="$(new_root java)"
  "$java/bin/jlink" --add-modules java.se,jdk.unsupported,jdk.httpserver,jdk.crypto.ec,jdk.zipfs,jdk.naming.dns,jdk.management \
    --strip-debug --no-man-pages --no-header-files --compress zip-6 --output "$root/opt/java"
  add_libraries "$root" opt/java
  image eclipse-temurin:25-jre "$root" 'ENV PATH=/opt/java/bin:/usr/local/bin:/bin JAVA_HOME=/opt/java'
}

postgres() {
  local root
  root="$(new_root postgres)"
  mkdir -p "$root/usr/local/postgres" "$root/var/lib/postgresql/data" "$root/var/run/postgresql"
  unzip -p "$lib"/embedded-postgres-binaries-linux-*.jar '*.txz' | tar xJ -C "$root/usr/local/postgres"
  cp "$here/postgres-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  cp "$here/pg_isready.sh" "$root/usr/local/bin/pg_isready"
  add_libraries "$root" usr/local/postgres
  image postgres:17 "$root" 'RUN chown -R 999:999 /var/lib/postgresql /var/run/postgresql
ENV PATH=/usr/local/postgres/bin:/usr/local/bin:/bin LD_LIBRARY_PATH=/usr/local/postgres/lib PGDATA=/var/lib/postgresql/data
VOLUME /var/lib/postgresql/data
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]'
}

kafka() {
  local root="$work/kafka" jar
  mkdir -p "$root/bin" "$root/opt/kafka/libs" "$root/etc/kafka/docker" "$root/var/lib/kafka/data"
  # Testcontainers puts a script for bash into the container
  printf '#!/bin/sh\nexec sh "$@"\n' > "$root/bin/bash"
  chmod 755 "$root/bin/bash"
  for jar in "$lib"/*.jar; do case "$jar" in *embedded-postgres*) ;; *) cp "$jar" "$root/opt/kafka/libs/" ;; esac; done
  cp "$here/kafka-run.sh" "$root/etc/kafka/docker/run"
  image apache/kafka:4.1.1 "$root" 'RUN chown -R 1000:1000 /var/lib/kafka
USER 1000
EXPOSE 9092
CMD ["/etc/kafka/docker/run"]' eclipse-temurin:25-jre
}

runtime
postgres
kafka
