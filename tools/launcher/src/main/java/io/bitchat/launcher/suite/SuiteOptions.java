package io.bitchat.launcher.suite;

import io.bitchat.embedded.FreePorts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of the suite; each has an equivalent environment variable. */
public final class SuiteOptions {
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
            names = "--transport-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_TRANSPORT_PORT:-8085}",
            description = "transport-gateway; BITCHAT_TRANSPORT_PORT [8085]")
    private int transportPort;

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

    @Option(
            names = "--store",
            paramLabel = "folder|s3",
            defaultValue = "${env:BITCHAT_STORE:-folder}",
            description = "what files are kept in; s3 starts an S3 server, unless BITCHAT_S3_ENDPOINT names one;"
                    + " BITCHAT_STORE [folder]")
    private SuiteConfig.Store store = SuiteConfig.Store.folder;

    @Option(
            names = "--store-port",
            paramLabel = "PORT",
            defaultValue = "${env:BITCHAT_STORE_PORT:-9000}",
            description = "the S3 server of --store s3; BITCHAT_STORE_PORT [9000]")
    private int storePort;

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

    @Option(
            names = "--no-aot",
            description =
                    "start services without AOT caches, and make none in the background; BITCHAT_AOT=true|false [true]")
    private boolean withoutAot = !Boolean.parseBoolean(System.getenv().getOrDefault("BITCHAT_AOT", "true"));

    @Mixin
    private AccessOptions access = new AccessOptions();

    @Mixin
    private SiteOptions sites = new SiteOptions();

    @Mixin
    private LanOptions lan = new LanOptions();

    /** Checks combinations of flags and resolves {@code --auto-ports}. */
    public SuiteConfig resolve(Path root, Path data) {
        if (auth != AuthMode.required && !forceOpen && !isLoopback(bind)) {
            throw new SuiteException("--auth " + auth + " lets anybody who reaches " + bind
                    + " act as any peer; use --auth required, or --force-open if that is what you want");
        }
        return new SuiteConfig(
                root,
                new SuiteFiles(data),
                autoPorts ? freePorts() : chosenPorts(),
                store,
                bind,
                auth.name(),
                rateLimit == Switch.on,
                forceOpen,
                !withoutAot,
                access.environment(),
                sites.environment(),
                lan.environment());
    }

    private Map<Endpoint, Integer> chosenPorts() {
        Map<Endpoint, Integer> ports = new EnumMap<>(Endpoint.class);
        endpoints().forEach(endpoint -> ports.put(endpoint, chosenPort(endpoint)));
        return ports;
    }

    private int chosenPort(Endpoint endpoint) {
        return switch (endpoint) {
            case GATEWAY -> port;
            case PEER_SERVICE -> peerPort;
            case MESSAGE_SERVICE -> messagePort;
            case GROUP_SERVICE -> groupPort;
            case FILE_SERVICE -> filePort;
            case TRANSPORT_GATEWAY -> transportPort;
            case OBJECT_STORE -> storePort;
            case KAFKA -> kafkaPort;
            case POSTGRES -> postgresPort;
        };
    }

    private Map<Endpoint, Integer> freePorts() {
        List<Endpoint> endpoints = endpoints();
        Iterator<Integer> free = FreePorts.take(endpoints.size()).iterator();
        Map<Endpoint, Integer> ports = new EnumMap<>(Endpoint.class);
        endpoints.forEach(endpoint -> ports.put(endpoint, free.next()));
        return ports;
    }

    /** All processes, but the S3 server only with {@code --store s3} and no external server. */
    private List<Endpoint> endpoints() {
        boolean own = store == SuiteConfig.Store.s3 && S3Environment.endpoint().isEmpty();
        return Arrays.stream(Endpoint.values())
                .filter(endpoint -> own || endpoint != Endpoint.OBJECT_STORE)
                .toList();
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new SuiteException("--bind " + address + " is not an address of this machine", e);
        }
    }
}
