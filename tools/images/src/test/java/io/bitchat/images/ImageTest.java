package io.bitchat.images;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Makes whole images of small programs, on a base image of nothing, and looks into them. */
class ImageTest {
    private static final int DIGEST_LENGTH = "sha256:".length() + 64;

    @TempDir
    Path folder;

    private String base = "";

    @BeforeEach
    void makeBase() throws Exception {
        var tar = folder.resolve("base.tar");
        Jib.fromScratch()
                .setCreationTime(Instant.EPOCH)
                .containerize(Containerizer.to(TarImage.at(tar).named("base"))
                        .setBaseImageLayersCache(folder.resolve("base-cache"))
                        .setApplicationLayersCache(folder.resolve("base-cache")));
        base = "tar://" + tar;
    }

    @Test
    void theSameFilesGiveTheSameImage() throws Exception {
        var first = service("first", "one", Instant.parse("2026-01-01T00:00:00Z"));
        var second = service("second", "one", Instant.parse("2026-02-02T00:00:00Z"));
        var other = service("other", "two", Instant.parse("2026-01-01T00:00:00Z"));

        var digest = make(first, "a.tar", Optional.empty());

        assertThat(digest).hasSize(DIGEST_LENGTH).startsWith("sha256:");
        assertThat(make(second, "b.tar", Optional.empty())).isEqualTo(digest);
        assertThat(make(other, "c.tar", Optional.empty())).isNotEqualTo(digest);
    }

    @Test
    void librariesThatAllHaveAreOneLayerOfAll() throws Exception {
        var one = service("one", "one", Instant.EPOCH);
        var two = service("two", "two", Instant.EPOCH);
        library(one, "lib/only-1.0.jar", "only here");
        var sizes = new Sizes();
        var layers = Layers.of(List.of(one, two));

        assertThat(layers.of(one))
                .extracting(Layers.Layer::name)
                .containsExactly("common libraries", "libraries", "program");
        assertThat(layers.of(two)).extracting(Layers.Layer::name).containsExactly("common libraries", "program");
        assertThat(layers.of(two).getFirst().files()).containsExactly(Path.of("lib/shared-1.0.jar"));
        make(layers, one, "one.tar", Optional.empty());
        make(layers, two, "two.tar", Optional.empty());
        long sum = sizes.add(folder.resolve("one.tar")) + sizes.add(folder.resolve("two.tar"));
        assertThat(sizes.unique()).isPositive().isLessThan(sum);
    }

    @Test
    void anImageRunsItsProgramAsAUserOfItsOwn() throws Exception {
        var program = service("service", "one", Instant.EPOCH);
        var cache = Files.writeString(folder.resolve("cache"), "cache");

        make(program, "image.tar", Optional.of(cache));

        var image = read(folder.resolve("image.tar"));
        var config = image.config().path("config");
        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("ExposedPorts").has("8080/tcp")).isTrue();
        assertThat(config.path("Entrypoint").toString())
                .contains("\"java\"", "-XX:AOTCache=/app/app.aot", "\"-jar\",\"/app/quarkus-run.jar\"");
        assertThat(image.files())
                .containsKeys(
                        "app/quarkus-run.jar",
                        "app/lib/shared-1.0.jar",
                        "app/app.aot",
                        "app/sbom.cdx.json",
                        "app/health/io/bitchat/images/HealthCheck.class",
                        "app/health/io/bitchat/images/OwnFolder.class",
                        "app/health/io/bitchat/images/OwnFolder$Owner.class",
                        "app/health/io/bitchat/images/OwnFolder$Taker.class");
        assertThat(image.files()).doesNotContainKeys("app/app-1.aot", "app/notes.txt");
        assertThat(image.files().get("keys/").getLongUserId()).isEqualTo(10_001);
        assertThat(image.files().get("data/").isDirectory()).isTrue();
    }

    @Test
    void theSbomNamesEachJar() throws Exception {
        var program = service("service", "one", Instant.EPOCH);

        var sbom = new ObjectMapper().readTree(Sbom.of(program));

        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.path("components")).hasSize(2);
        var shared = sbom.path("components").get(0);
        assertThat(shared.path("purl").asText()).isEqualTo("pkg:maven/org.example/shared@1.0?type=jar");
        assertThat(shared.path("hashes").get(0).path("content").asText()).hasSize(64);
    }

    /** A program whose folder holds other output of the build, too. */
    @Test
    void aJarNamesWhatItNeeds() throws Exception {
        var home = Files.createDirectories(folder.resolve("target/lib")).getParent();
        jar(home.resolve("lib/needed-1.0.jar"), Map.of("a", "a"), "");
        jar(home.resolve("lib/left-over-0.9.jar"), Map.of("a", "a"), "");
        jar(home.resolve("program.jar"), Map.of("b", "b"), "lib/needed-1.0.jar");

        var program = new Program("program", "program.jar", home, List.of(), Map.of(), 0, false);

        assertThat(program.files()).containsExactly(Path.of("lib/needed-1.0.jar"), Path.of("program.jar"));
    }

    private Program service(String name, String content, Instant time) throws IOException {
        var home = Files.createDirectories(folder.resolve(name).resolve("lib")).getParent();
        var program = new Program(
                "service", "quarkus-run.jar", home, List.of(), Map.of("BITCHAT_BIND", "0.0.0.0"), 8080, true);
        jar(home.resolve("quarkus-run.jar"), Map.of("content", content), "");
        library(program, "lib/shared-1.0.jar", "shared");
        Files.writeString(home.resolve("app-1.aot"), "of this machine");
        Files.writeString(home.resolve("notes.txt"), "of the build");
        for (var file : List.of("quarkus-run.jar", "lib/shared-1.0.jar")) {
            Files.setLastModifiedTime(home.resolve(file), FileTime.from(time));
        }
        return program;
    }

    private static void library(Program program, String path, String content) throws IOException {
        var properties = "groupId=org.example\nartifactId=shared\nversion=1.0\n";
        jar(
                program.folder().resolve(path),
                Map.of("content", content, "META-INF/maven/org.example/shared/pom.properties", properties),
                "");
    }

    private static void jar(Path file, Map<String, String> entries, String classPath) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (!classPath.isEmpty()) manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (var out = new JarOutputStream(Files.newOutputStream(file))) {
            out.putNextEntry(entry("META-INF/MANIFEST.MF"));
            manifest.write(out);
            for (var one : new TreeMap<>(entries).entrySet()) {
                out.putNextEntry(entry(one.getKey()));
                out.write(one.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }

    private static ZipEntry entry(String name) {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        return entry;
    }

    private String make(Program program, String tar, Optional<Path> aot) throws Exception {
        return make(Layers.of(List.of(program)), program, tar, aot);
    }

    private String make(Layers layers, Program program, String tar, Optional<Path> aot) throws Exception {
        var build = new Build(base, Set.of(new Platform("amd64", "linux")), folder.resolve("cache-" + tar), layers);
        return build.make(
                program, aot, Containerizer.to(TarImage.at(folder.resolve(tar)).named("service")));
    }

    private record Image(JsonNode config, Map<String, TarArchiveEntry> files) {}

    private static Image read(Path tar) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (var in = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        var json = new ObjectMapper();
        var manifest = json.readTree(entries.get("manifest.json")).get(0);
        Map<String, TarArchiveEntry> files = new HashMap<>();
        for (var layer : manifest.path("Layers")) {
            var bytes = new GZIPInputStream(new ByteArrayInputStream(entries.get(layer.asText())));
            try (var in = new TarArchiveInputStream(bytes)) {
                for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    files.put(entry.getName(), entry);
                }
            }
        }
        return new Image(json.readTree(entries.get(manifest.path("Config").asText())), files);
    }
}
