package io.bitchat.images;

import static java.util.Objects.requireNonNull;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Makes images. The same files give the same image, byte for byte: times, owners and order are fixed, and nothing of the
 * machine that builds goes in.
 */
final class Build {
    /** User and group of all programs; not one that a base image or a node is likely to have. */
    static final String USER = "10001:10001";

    static final String FOLDER = "/app";

    private static final Instant TIME = Instant.EPOCH.plusSeconds(1);
    private static final String CACHE = FOLDER + "/app.aot";

    /** Classes of the small programs that are beside each program: they use nothing but the JDK. */
    private static final List<String> BESIDE = Stream.of(
                    HealthCheck.class, OwnFolder.class, OwnFolder.Owner.class, OwnFolder.Taker.class)
            .map(Class::getName)
            .toList();

    private final String base;
    private final Set<Platform> platforms;
    private final Path cache;
    private final Layers layers;

    /**
     * @param base base image: a name in a registry, {@code docker://} and a name, or {@code tar://} and a file
     * @param platforms platforms of the image; several only of a base image in a registry, and for a registry
     * @param cache folder for layers of base images and programs
     */
    Build(String base, Set<Platform> platforms, Path cache, Layers layers) throws IOException {
        this.base = base;
        this.platforms = platforms;
        this.cache = Files.createDirectories(cache);
        this.layers = layers;
    }

    /**
     * Makes the image of a program.
     *
     * @param aot AOT cache that was made by the same image without it
     * @return digest of the image's manifest, {@code sha256:} and 64 hexadecimal digits
     */
    String make(Program program, Optional<Path> aot, Containerizer target) throws IOException, InterruptedException {
        try {
            var image = from();
            for (var layer : layers.of(program)) image.addFileEntriesLayer(layer(program, layer));
            image.addFileEntriesLayer(extras(program));
            aot.ifPresent(file -> image.addFileEntriesLayer(single("AOT cache", file, CACHE)));
            configure(image, program, aot.isPresent());
            return image.containerize(prepared(target)).getDigest().toString();
        } catch (InvalidImageReferenceException e) {
            throw new IOException("invalid name of an image: " + e.getMessage(), e);
        } catch (RegistryException | CacheDirectoryCreationException e) {
            throw new IOException(e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new IOException(
                    "image of " + program.name() + ": " + rootOf(e).getMessage(), e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause;
    }

    private JibContainerBuilder from() throws InvalidImageReferenceException {
        // all platforms of a base image in a file or an engine are the one that it was made for
        boolean inRegistry = !base.startsWith(Jib.TAR_IMAGE_PREFIX) && !base.startsWith(Jib.DOCKER_DAEMON_IMAGE_PREFIX);
        var image = Jib.from(base);
        return inRegistry ? image.setPlatforms(platforms) : image;
    }

    private static void configure(JibContainerBuilder image, Program program, boolean aot) {
        image.setFormat(ImageFormat.Docker)
                .setCreationTime(TIME)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get("/tmp"))
                .setEnvironment(new LinkedHashMap<>(new TreeMap<>(program.environment())))
                .setEntrypoint(command(program, aot))
                .setLabels(Map.of(
                        "org.opencontainers.image.title",
                        "bitchat/" + program.name(),
                        "org.opencontainers.image.licenses",
                        "Apache-2.0"));
        if (program.port() > 0) image.setExposedPorts(Port.tcp(program.port()));
    }

    /** The command line of the program in its image; the JVM finds its memory limit by itself. */
    static List<String> command(Program program, boolean aot) {
        List<String> command = new ArrayList<>(List.of(
                "java",
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=60",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(program.java());
        if (aot) command.add("-XX:AOTCache=" + CACHE);
        command.addAll(List.of("-jar", FOLDER + "/" + program.jar()));
        return command;
    }

    private Containerizer prepared(Containerizer target) {
        return target.setToolName("bitchat")
                .setBaseImageLayersCache(cache.resolve("base"))
                .setApplicationLayersCache(cache.resolve("program"))
                .addEventHandler(LogEvent.class, Build::tell);
    }

    private static void tell(LogEvent event) {
        if (event.getLevel() == LogEvent.Level.WARN || event.getLevel() == LogEvent.Level.ERROR) {
            System.err.println(event.getMessage());
        }
    }

    private static FileEntriesLayer layer(Program program, Layers.Layer layer) {
        var files = FileEntriesLayer.builder().setName(layer.name());
        for (var file : layer.files()) add(files, program.folder().resolve(file), FOLDER + "/" + file);
        return files.build();
    }

    /** Small programs beside it, the list of what the image is made of, and folders where the program may write. */
    private FileEntriesLayer extras(Program program) throws IOException {
        var sbom = cache.resolve(program.name() + ".cdx.json");
        Files.writeString(sbom, Sbom.of(program));
        var files = FileEntriesLayer.builder().setName("health check, SBOM, folders");
        // a new volume takes over the owner of the folder that it is mounted on
        for (var folder : List.of("/keys", "/data")) {
            files.addEntry(cache, AbsoluteUnixPath.get(folder), FilePermissions.DEFAULT_FOLDER_PERMISSIONS, TIME, USER);
        }
        for (var beside : BESIDE)
            add(files, classFile(beside), FOLDER + "/health/" + beside.replace('.', '/') + ".class");
        add(files, sbom, FOLDER + "/sbom.cdx.json");
        return files.build();
    }

    private static FileEntriesLayer single(String name, Path file, String at) {
        var files = FileEntriesLayer.builder().setName(name);
        add(files, file, at);
        return files.build();
    }

    private static void add(FileEntriesLayer.Builder files, Path file, String at) {
        files.addEntry(file, AbsoluteUnixPath.get(at), FilePermissions.DEFAULT_FILE_PERMISSIONS, TIME);
    }

    private Path classFile(String name) {
        var simple = name.substring(name.lastIndexOf('.') + 1) + ".class";
        var file = cache.resolve(simple);
        try (var bytes = Build.class.getResourceAsStream(simple)) {
            Files.write(file, requireNonNull(bytes).readAllBytes());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
