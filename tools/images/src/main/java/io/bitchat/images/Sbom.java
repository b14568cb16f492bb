package io.bitchat.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;

/**
 * The list of a program's jars in CycloneDX 1.6 (JSON). A jar's coordinates come from the {@code pom.properties} that Maven
 * puts into it; a jar without is named by its file. No serial number and no time, so that the list is reproducible.
 */
final class Sbom {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Sbom() {}

    private record Coordinates(String group, String artifact, String version) {
        String purl() {
            return "pkg:maven/%s/%s@%s?type=jar".formatted(group, artifact, version);
        }
    }

    /** The document, indented. */
    static String of(Program program) throws IOException {
        var document = JSON.createObjectNode();
        document.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
        document.putObject("metadata")
                .putObject("component")
                .put("type", "application")
                .put("group", "io.bitchat")
                .put("name", program.name());
        var components = document.putArray("components");
        for (var file : program.files()) {
            if (file.toString().endsWith(".jar")) add(components, program.folder(), file);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    }

    private static void add(ArrayNode components, Path folder, Path file) throws IOException {
        var jar = folder.resolve(file);
        ObjectNode component = components.addObject().put("type", "library");
        var coordinates = coordinates(jar);
        coordinates.ifPresentOrElse(
                known -> component
                        .put("group", known.group())
                        .put("name", known.artifact())
                        .put("version", known.version())
                        .put("purl", known.purl()),
                () -> component.put("name", jar.getFileName().toString()));
        component.putArray("hashes").addObject().put("alg", "SHA-256").put("content", sha256(jar));
        component.putArray("properties").addObject().put("name", "file").put("value", file.toString());
    }

    private static Optional<Coordinates> coordinates(Path jar) throws IOException {
        try (var opened = new JarFile(jar.toFile())) {
            List<String> poms = Collections.list(opened.entries()).stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("META-INF/maven/") && name.endsWith("/pom.properties"))
                    .toList();
            // a jar that contains others has their poms as well, so that its own is not known
            if (poms.size() != 1) return Optional.empty();
            var known = new Properties();
            try (var text = opened.getInputStream(opened.getEntry(poms.getFirst()))) {
                known.load(text);
            }
            return Optional.of(new Coordinates(
                    known.getProperty("groupId"), known.getProperty("artifactId"), known.getProperty("version")));
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
