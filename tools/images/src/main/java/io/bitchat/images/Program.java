package io.bitchat.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A program as the build leaves it.
 *
 * @param name name of the program and of its image
 * @param jar the jar that is run, relative to {@code folder}
 * @param folder the folder that holds the jar and all that it needs
 * @param java JVM options
 * @param environment variables that the image sets
 * @param port the port that it serves; 0 if it serves none
 * @param isQuarkus whether it is a Quarkus application: then the folder holds nothing else, and the program ends a
 *     training run for an AOT cache by itself
 */
record Program(
        String name,
        String jar,
        Path folder,
        List<String> java,
        Map<String, String> environment,
        int port,
        boolean isQuarkus) {
    static final int SERVICE_PORT = 8080;
    static final int GATEWAY_PORT = 8000;
    static final int EDGE_PORT = 8085;

    private static final String BIND = "BITCHAT_BIND";
    private static final String ANY = "0.0.0.0";

    /** All programs of the suite, as built below the repository's root. */
    static List<Program> all(Path root) {
        return List.of(
                service(root, "peer-service", List.of(QUICK)),
                service(root, "message-service", List.of()),
                service(root, "group-gossip-service", List.of(QUICK)),
                service(root, "file-service", List.of()),
                edgeNode(root),
                new Program(
                        "api-gateway",
                        "api-gateway.jar",
                        root.resolve("api-gateway/target"),
                        List.of(),
                        Map.of(BIND, ANY, "BITCHAT_PORT", Integer.toString(GATEWAY_PORT)),
                        GATEWAY_PORT,
                        false),
                new Program(
                        "object-store",
                        "object-store.jar",
                        root.resolve("tools/object-store/target"),
                        List.of(),
                        Map.of(),
                        0,
                        false),
                new Program(
                        "tools", "jobs.jar", root.resolve("tools/jobs/target"), List.of(QUICK), Map.of(), 0, false));
    }

    /** Runs beside other programs, in the network of its host, so it has a port of its own. */
    private static Program edgeNode(Path root) {
        var environment = Map.of(
                BIND,
                ANY,
                "BITCHAT_HTTP_PORT",
                Integer.toString(EDGE_PORT),
                "BITCHAT_AUTH_MODE",
                "required",
                "BITCHAT_EDGE_DATA",
                "/data/edge");
        return new Program(
                "transport-gateway",
                "quarkus-run.jar",
                root.resolve("transport-gateway/target/quarkus-app"),
                List.of(QUICK),
                environment,
                EDGE_PORT,
                true);
    }

    /** Whether it is one of the services, which have most of their libraries in common. */
    boolean isService() {
        return port == SERVICE_PORT;
    }

    /** C1 only; see ADR 0008. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    private static Program service(Path root, String name, List<String> java) {
        var environment = Map.of(
                BIND,
                ANY,
                "BITCHAT_HTTP_PORT",
                Integer.toString(SERVICE_PORT),
                "BITCHAT_KEYS_DIR",
                "/keys",
                "BITCHAT_FILE_STORAGE",
                "/data/files");
        return new Program(
                name,
                "quarkus-run.jar",
                root.resolve(name).resolve("target/quarkus-app"),
                java,
                environment,
                SERVICE_PORT,
                true);
    }

    /**
     * The files that it needs, relative to {@link #folder}, sorted. Of a folder that the build shares with other output
     * those are the jar and what its manifest names.
     *
     * @throws IOException if the jar or a file that it names is missing
     */
    List<Path> files() throws IOException {
        if (!Files.isRegularFile(folder.resolve(jar))) {
            throw new IOException(folder.resolve(jar) + " is missing; build it with ./mvnw -DskipTests package");
        }
        return isQuarkus ? all() : named();
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .filter(Program::belongs)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** AOT caches and their recordings lie beside the program, but are valid on the machine that made them only. */
    private static boolean belongs(Path file) {
        var name = file.getFileName().toString();
        return !name.contains(".aot") && !name.startsWith("aot.") && !name.endsWith(".txt");
    }

    private List<Path> named() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of(jar)));
        try (var opened = new JarFile(folder.resolve(jar).toFile())) {
            var classPath = opened.getManifest().getMainAttributes().getValue("Class-Path");
            for (var entry : (classPath == null ? "" : classPath).split(" ", -1)) {
                if (!entry.isEmpty()) files.add(Path.of(entry));
            }
        }
        for (var file : files) {
            if (!Files.isRegularFile(folder.resolve(file))) throw new IOException(folder.resolve(file) + " is missing");
        }
        return files.stream().sorted(Comparator.comparing(Path::toString)).toList();
    }
}
