package io.bitchat.launcher;

import io.bitchat.embedded.FreePorts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of the suite; each has an environment variable of the same meaning. */
final class SuiteOptions {
    enum AuthMode {
        open,
        optional,
        required
    }

    enum Switch {
        on,
        off
    }

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_PORT:-8000}",
            description = "API gateway; BITCHAT_PORT [8000]")
    private int port;

    @Option(
            names = "--peer-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_PEER_PORT:-8081}",
            description = "peer-service; BITCHAT_PEER_PORT [8081]")
    private int peerPort;

    @Option(
            names = "--message-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_MESSAGE_PORT:-8082}",
            description = "message-service; BITCHAT_MESSAGE_PORT [8082]")
    private int messagePort;

    @Option(
            names = "--group-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_GROUP_PORT:-8083}",
            description = "group-gossip-service; BITCHAT_GROUP_PORT [8083]")
    private int groupPort;

    @Option(
            names = "--file-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_FILE_PORT:-8084}",
            description = "file-service; BITCHAT_FILE_PORT [8084]")
    private int filePort;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_KAFKA_PORT:-9092}",
            description = "Kafka; BITCHAT_KAFKA_PORT [9092]")
    private int kafkaPort;

    @Option(
            names = "--postgres-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_POSTGRES_PORT:-15432}",
            description = "PostgreSQL; BITCHAT_POSTGRES_PORT [15432]")
    private int postgresPort;

    @Option(names = "--auto-ports", description = "take free ports for all")
    private boolean autoPorts;

    @Option(
            names = "--auth",
            paramLabel = "MODE",
            defaultValue = "${env:BITCHAT_AUTH_MODE:-open}",
            description = "open, optional or required; BITCHAT_AUTH_MODE [open]")
    private AuthMode auth = AuthMode.open;

    @Option(
            names = "--rate-limit",
            paramLabel = "on|off",
            description = "limits per peer; BITCHAT_RATE_LIMIT_ENABLED=true|false [on]")
    private Switch rateLimit = Boolean.parseBoolean(System.getenv().getOrDefault("BITCHAT_RATE_LIMIT_ENABLED", "true"))
            ? Switch.on
            : Switch.off;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            defaultValue = "${env:BITCHAT_BIND:-127.0.0.1}",
            description = "address of the API gateway; all else stays on 127.0.0.1; BITCHAT_BIND [127.0.0.1]")
    private String bind = "127.0.0.1";

    @Option(names = "--force-open", description = "allow --auth open on an address that others reach")
    private boolean forceOpen;

    @Mixin
    private SiteOptions sites = new SiteOptions();

    /** Checks what belongs together and resolves {@code --auto-ports}. */
    SuiteConfig resolve(Path root, Path data) {
        if (auth != AuthMode.required && !forceOpen && !isLoopback(bind)) {
            throw new SuiteException("--auth " + auth + " lets anybody who reaches " + bind
                    + " act as any peer; use --auth required, or --force-open if that is what you want");
        }
        return new SuiteConfig(
                root,
                new SuiteFiles(data),
                autoPorts ? freePorts() : chosenPorts(),
                bind,
                auth.name(),
                rateLimit == Switch.on,
                forceOpen,
                sites.environment());
    }

    private Map<Endpoint, Integer> chosenPorts() {
        return new EnumMap<>(Map.of(
                Endpoint.GATEWAY, port,
                Endpoint.PEER_SERVICE, peerPort,
                Endpoint.MESSAGE_SERVICE, messagePort,
                Endpoint.GROUP_SERVICE, groupPort,
                Endpoint.FILE_SERVICE, filePort,
                Endpoint.KAFKA, kafkaPort,
                Endpoint.POSTGRES, postgresPort));
    }

    private static Map<Endpoint, Integer> freePorts() {
        Iterator<Integer> free = FreePorts.take(Endpoint.values().length).iterator();
        Map<Endpoint, Integer> ports = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : Endpoint.values()) {
            ports.put(endpoint, free.next());
        }
        return ports;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new SuiteException("--bind " + address + " is not an address of this machine", e);
        }
    }
}
