package io.bitchat.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * A folder that looks like the built project: the real embedded servers, and stand-ins for the services and the
 * gateway.
 */
final class BuiltProject {
    private BuiltProject() {}

    static Path in(Path root) throws IOException {
        jar(root.resolve("tools/embedded/target/embedded.jar"));
        jar(root.resolve("api-gateway/target/api-gateway.jar"));
        jar(root.resolve("peer-service/target/quarkus-app/quarkus-run.jar"));
        jar(root.resolve("message-service/target/quarkus-app/quarkus-run.jar"));
        jar(root.resolve("group-gossip-service/target/quarkus-app/quarkus-run.jar"));
        jar(root.resolve("file-service/target/quarkus-app/quarkus-run.jar"));
        jar(root.resolve("transport-gateway/target/quarkus-app/quarkus-run.jar"));
        return root;
    }

    private static void jar(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, classPath());
        new JarOutputStream(Files.newOutputStream(file), manifest).close();
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }
}
