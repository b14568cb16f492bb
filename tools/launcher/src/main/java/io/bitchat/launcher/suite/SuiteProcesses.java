package io.bitchat.launcher.suite;

import io.bitchat.embedded.KafkaProcess;
import io.bitchat.embedded.PostgresBinaries;
import io.bitchat.embedded.PostgresCluster;
import io.bitchat.embedded.PostgresConfig;
import io.bitchat.embedded.PostgresProbe;
import io.bitchat.launcher.aot.AotCache;
import io.bitchat.launcher.process.Health;
import io.bitchat.launcher.process.JavaCommand;
import io.bitchat.launcher.process.JavaCommand.Code;
import io.bitchat.launcher.process.ProcessSpec;
import io.bitchat.launcher.process.ProcessSpec.Purpose;
import io.bitchat.launcher.process.Readiness;
import io.bitchat.objects.ObjectStoreProcess;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The suite as a list of stages: servers, services, gateway. */
final class SuiteProcesses {
    private static final String FILE_STORAGE = "BITCHAT_FILE_STORAGE";

    private final SuiteConfig config;
    private final PostgresConfig postgres;
    private final Purpose purpose;
    private final @Nullable Function<AotCache, List<String>> options;
    private final List<AotCache> caches = new ArrayList<>();

    /**
     * @param options gives the options of the JVM of a program by its cache; null if the suite runs without caches
     */
    SuiteProcesses(
            SuiteConfig config,
            String postgresPassword,
            Purpose purpose,
            @Nullable Function<AotCache, List<String>> options) {
        this.config = config;
        this.purpose = purpose;
        this.options = options;
        this.postgres = new PostgresConfig(
                config.files().postgres(), SuiteConfig.LOOPBACK, config.port(Endpoint.POSTGRES), postgresPassword);
    }

    List<List<ProcessSpec>> stages() {
        return List.of(
                servers(),
                List.of(
                        service(Endpoint.PEER_SERVICE, "peer-service", "-Xmx320m", Code.QUICK),
                        service(Endpoint.MESSAGE_SERVICE, "message-service", "-Xmx320m", Code.OPTIMISED),
                        service(Endpoint.GROUP_SERVICE, "group-gossip-service", "-Xmx192m", Code.QUICK),
                        // C2 has intrinsics for encryption and hashing that are about a hundred times as fast
                        service(Endpoint.FILE_SERVICE, "file-service", "-Xmx224m", Code.OPTIMISED),
                        service(Endpoint.TRANSPORT_GATEWAY, "transport-gateway", "-Xmx64m", Code.QUICK)),
                List.of(gateway()));
    }

    /** The AOT caches of the programs; none if the suite runs without. Known once the stages are. */
    List<AotCache> caches() {
        return List.copyOf(caches);
    }

    private List<ProcessSpec> servers() {
        List<ProcessSpec> servers = new ArrayList<>(List.of(postgres(), kafka()));
        if (config.has(Endpoint.OBJECT_STORE)) {
            servers.add(objectStore());
        }
        return servers;
    }

    /** The programs that the build must have produced. */
    static List<Path> programs(SuiteConfig config) {
        Path root = config.root();
        List<Path> programs = new ArrayList<>(List.of(
                embeddedJar(root),
                serviceJar(root, "peer-service"),
                serviceJar(root, "message-service"),
                serviceJar(root, "group-gossip-service"),
                serviceJar(root, "file-service"),
                serviceJar(root, "transport-gateway"),
                gatewayJar(root)));
        if (config.has(Endpoint.OBJECT_STORE)) {
            programs.add(objectStoreJar(root));
        }
        return programs;
    }

    private ProcessSpec postgres() {
        var cluster = new PostgresCluster(postgres, PostgresBinaries.unpack());
        return new ProcessSpec(
                Endpoint.POSTGRES,
                cluster.command(),
                Map.of(),
                cluster::prepare,
                Readiness.postgres(new PostgresProbe(postgres)),
                SuiteProcesses::isFine,
                ProcessSpec.StopSignal.INT,
                purpose);
    }

    private ProcessSpec kafka() {
        String classPath = classPath(embeddedJar(config.root()));
        List<String> program = List.of(
                "-cp",
                classPath,
                KafkaProcess.class.getName(),
                config.files().kafka().toString(),
                SuiteConfig.LOOPBACK,
                portText(Endpoint.KAFKA));
        List<String> command =
                command(new JavaCommand(Endpoint.KAFKA, "-Xmx256m", Code.QUICK), embeddedJar(config.root()), program);
        return new ProcessSpec(
                Endpoint.KAFKA,
                command,
                Map.of(),
                SuiteProcesses::nothing,
                Readiness.line(KafkaProcess.READY),
                SuiteProcesses::isFine,
                ProcessSpec.StopSignal.TERM,
                purpose);
    }

    private ProcessSpec objectStore() {
        Path secret = config.files().objectStoreSecret();
        List<String> command = new JavaCommand(Endpoint.OBJECT_STORE, "-Xmx192m", Code.OPTIMISED)
                .run(List.of(
                        "-cp",
                        classPath(objectStoreJar(config.root())),
                        ObjectStoreProcess.class.getName(),
                        config.files().objects().toString(),
                        SuiteConfig.LOOPBACK,
                        portText(Endpoint.OBJECT_STORE),
                        S3Environment.LOCAL_ACCESS_KEY,
                        secret.toString()));
        return new ProcessSpec(
                Endpoint.OBJECT_STORE,
                command,
                Map.of(),
                () -> PasswordFile.of(secret),
                Readiness.line(ObjectStoreProcess.READY),
                SuiteProcesses::isFine,
                ProcessSpec.StopSignal.TERM,
                purpose);
    }

    /** A jar and the libraries that the build put beside it. */
    private static String classPath(Path jar) {
        return jar + File.pathSeparator + jar.resolveSibling("lib") + File.separator + "*";
    }

    private ProcessSpec service(Endpoint endpoint, String module, String heap, Code code) {
        return new ProcessSpec(
                endpoint,
                runJar(new JavaCommand(endpoint, heap, code), serviceJar(config.root(), module)),
                serviceEnvironment(endpoint),
                SuiteProcesses::nothing,
                Readiness.http(config.hostOf(endpoint), config.port(endpoint)),
                () -> Health.of(healthOf(endpoint, "ready")),
                ProcessSpec.StopSignal.TERM,
                purpose);
    }

    private List<String> runJar(JavaCommand java, Path jar) {
        return command(java, jar, List.of("-jar", jar.toString()));
    }

    private List<String> command(JavaCommand java, Path jar, List<String> program) {
        if (options == null) return java.run(program);
        AotCache cache = java.cacheOf(jar, program);
        caches.add(cache);
        return java.run(
                Stream.concat(options.apply(cache).stream(), program.stream()).toList());
    }

    private URI healthOf(Endpoint endpoint, String kind) {
        return URI.create("http://" + config.hostOf(endpoint) + ":" + config.port(endpoint) + "/q/health/" + kind);
    }

    /** Always healthy, because only its end counts; the services that use it report when it does not serve. */
    private static Health isFine() {
        return Health.READY;
    }

    private ProcessSpec gateway() {
        List<String> command =
                runJar(new JavaCommand(Endpoint.GATEWAY, "-Xmx160m", Code.OPTIMISED), gatewayJar(config.root()));
        Map<String, String> environment = new HashMap<>(config.access());
        environment.put("BITCHAT_PORT", portText(Endpoint.GATEWAY));
        environment.put("BITCHAT_BIND", config.bind());
        environment.put("BITCHAT_AUTH_MODE", config.authMode());
        environment.put("BITCHAT_PEER_SERVICE_URL", url(Endpoint.PEER_SERVICE));
        environment.put("BITCHAT_MESSAGE_SERVICE_URL", url(Endpoint.MESSAGE_SERVICE));
        environment.put("BITCHAT_GROUP_SERVICE_URL", url(Endpoint.GROUP_SERVICE));
        environment.put("BITCHAT_FILE_SERVICE_URL", url(Endpoint.FILE_SERVICE));
        environment.put("BITCHAT_TRANSPORT_GATEWAY_URL", url(Endpoint.TRANSPORT_GATEWAY));
        return new ProcessSpec(
                Endpoint.GATEWAY,
                command,
                environment,
                SuiteProcesses::nothing,
                Readiness.http(config.hostOf(Endpoint.GATEWAY), config.port(Endpoint.GATEWAY)),
                // liveness only: the gateway is not ready while a service is not, and restarting the gateway would not
                // help
                () -> Health.ofLife(healthOf(Endpoint.GATEWAY, "live")),
                ProcessSpec.StopSignal.TERM,
                purpose);
    }

    private Map<String, String> serviceEnvironment(Endpoint endpoint) {
        Map<String, String> environment = new HashMap<>();
        environment.put("BITCHAT_POSTGRES_URL", postgres.reactiveUrl());
        environment.put("BITCHAT_POSTGRES_JDBC_URL", postgres.jdbcUrl());
        environment.put("BITCHAT_POSTGRES_USER", PostgresConfig.USER);
        environment.put("BITCHAT_POSTGRES_PASSWORD", postgres.password());
        environment.put("BITCHAT_KAFKA_SERVERS", SuiteConfig.LOOPBACK + ":" + portText(Endpoint.KAFKA));
        environment.put("BITCHAT_AUTH_MODE", config.authMode());
        environment.put("BITCHAT_AUTH_OPEN_FORCED", Boolean.toString(config.forcedOpen()));
        environment.put("BITCHAT_RATE_LIMIT_ENABLED", Boolean.toString(config.rateLimited()));
        environment.put("BITCHAT_BIND", SuiteConfig.LOOPBACK);
        environment.put("BITCHAT_HTTP_PORT", portText(endpoint));
        environment.put("BITCHAT_PEER_SERVICE_URL", url(Endpoint.PEER_SERVICE));
        environment.put("BITCHAT_GROUP_SERVICE_URL", url(Endpoint.GROUP_SERVICE));
        environment.put("BITCHAT_FILE_SERVICE_URL", url(Endpoint.FILE_SERVICE));
        environment.put("BITCHAT_KEYS_DIR", config.files().keys().toString());
        if (endpoint == Endpoint.GROUP_SERVICE) environment.putAll(config.sites());
        if (endpoint == Endpoint.FILE_SERVICE) environment.putAll(storeEnvironment());
        if (endpoint == Endpoint.TRANSPORT_GATEWAY) environment.putAll(edgeEnvironment());
        return environment;
    }

    private Map<String, String> storeEnvironment() {
        if (config.has(Endpoint.OBJECT_STORE)) return S3Environment.local(config);
        Map<String, String> environment = new HashMap<>();
        environment.put(S3Environment.STORE, config.store().name());
        if (purpose == Purpose.TRAIN || System.getenv(FILE_STORAGE) == null) {
            environment.put(FILE_STORAGE, config.files().chunks().toString());
        }
        return environment;
    }

    private Map<String, String> edgeEnvironment() {
        Map<String, String> environment = new HashMap<>(config.lan());
        environment.put("BITCHAT_EDGE_DATA", config.files().edge().toString());
        environment.put("BITCHAT_EDGE_NAME", "suite");
        return environment;
    }

    private static void nothing() {}

    private String url(Endpoint endpoint) {
        return "http://" + SuiteConfig.LOOPBACK + ":" + portText(endpoint);
    }

    private String portText(Endpoint endpoint) {
        return Integer.toString(config.port(endpoint));
    }

    private static Path embeddedJar(Path root) {
        return root.resolve("tools/embedded/target/embedded.jar");
    }

    private static Path objectStoreJar(Path root) {
        return root.resolve("tools/object-store/target/object-store.jar");
    }

    private static Path gatewayJar(Path root) {
        return root.resolve("api-gateway/target/api-gateway.jar");
    }

    private static Path serviceJar(Path root, String module) {
        return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
