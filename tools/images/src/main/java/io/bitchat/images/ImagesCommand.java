package io.bitchat.images;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./bitchat images}: makes the container images of the suite. */
@Command(
        name = "images",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the container images of the suite; needs no container engine.",
            "Without --load, --push or --tar: --load if an engine runs, otherwise --tar target/images."
        })
final class ImagesCommand implements Callable<Integer> {
    private static final String BASE = "gcr.io/distroless/java25-debian13:nonroot";
    private static final double MIB = 1 << 20;

    @ArgGroup
    private @Nullable Target target;

    @Option(names = "--registry", description = "Registry and folder of the names, such as registry.example.org/chat.")
    private String registry = "";

    @Option(
            names = "--repository",
            defaultValue = "bitchat",
            description = "First part of the names (default: ${DEFAULT-VALUE}).")
    private String repository = "bitchat";

    @Option(names = "--tag", defaultValue = "0.1.0", description = "Tag of all images (default: ${DEFAULT-VALUE}).")
    private String tag = "0.1.0";

    @Option(
            names = "--base",
            defaultValue = BASE,
            description = {
                "Base image with Java 25 (default: ${DEFAULT-VALUE}).",
                "A name in a registry, docker://NAME in the engine, or tar://FILE."
            })
    private String base = BASE;

    @Option(
            names = "--platform",
            split = ",",
            description = "Platforms of the images, such as linux/amd64,linux/arm64; several only with --push.")
    private List<String> platforms = List.of();

    @Option(
            names = "--aot",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = {
                "Whether services get an AOT cache, which makes them start faster. It is made by running the image, so an"
                        + " engine and a single platform are needed; without them there is none. An image with a cache is not"
                        + " reproducible."
            })
    private boolean aot = true;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Images to make (default: all).")
    private List<String> names = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private final Engine engine = new Engine();
    private final Sizes sizes = new Sizes();

    private static final class Target {
        @Option(names = "--load", description = "Load the images into the engine of this machine.")
        private boolean load;

        @Option(names = "--push", description = "Push the images to the registry of their names.")
        private boolean push;

        @Option(names = "--tar", paramLabel = "FOLDER", description = "Write each image to a file for docker load.")
        private @Nullable Path tar;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            make();
            return 0;
        } catch (IOException | InvalidImageReferenceException e) {
            System.err.println("bitchat: " + e.getMessage());
            return 1;
        }
    }

    private void make() throws IOException, InterruptedException, InvalidImageReferenceException {
        var root = Path.of(System.getProperty("bitchat.root", "."))
                .toAbsolutePath()
                .normalize();
        var work = Files.createDirectories(root.resolve("target/images"));
        boolean runs = engine.runs();
        boolean push = target != null && target.push;
        boolean load = target == null ? runs : target.load;
        if (load && !runs) throw new IOException("no container engine answers; use --tar or --push");
        boolean trains = aot && runs && platforms().size() == 1;
        if (aot && !trains)
            System.out.println("without AOT caches, which need a container engine and a single platform");
        var folder = target == null || target.tar == null ? work : Files.createDirectories(target.tar);
        var build = new Build(base, platforms(), work.resolve("cache"), Layers.of(services(root)));
        var caches = new AotCaches(engine, work.resolve("aot"));
        for (var program : chosen(root)) {
            var begin = System.nanoTime();
            var name = name(program);
            var tar = folder.resolve(program.name() + ".tar");
            Optional<Path> cache = Optional.empty();
            if (trains && program.isQuarkus()) {
                build.make(program, Optional.empty(), toTar(tar, name));
                engine.load(tar);
                cache = caches.make(program, name);
            }
            String digest;
            if (push) {
                digest = build.make(program, cache, toRegistry(name));
                Files.deleteIfExists(tar);
            } else {
                digest = build.make(program, cache, toTar(tar, name));
                if (load) engine.load(tar);
            }
            tell(name, digest, push ? 0 : sizes.add(tar), begin);
            if (load) Files.delete(tar);
        }
        if (!push) System.out.printf("all different layers together: %.1f MiB compressed%n", sizes.unique() / MIB);
    }

    private static void tell(String name, String digest, long bytes, long begin) {
        var size = bytes == 0 ? "" : "  %.1f MiB compressed".formatted(bytes / MIB);
        long seconds = (System.nanoTime() - begin) / 1_000_000_000;
        System.out.printf("%s@%s%s  (%d s)%n", name, digest, size, seconds);
    }

    private String name(Program program) {
        return (registry.isEmpty() ? "" : registry + "/") + repository + "/" + program.name() + ":" + tag;
    }

    private List<Program> services(Path root) {
        return Program.all(root).stream().filter(Program::isService).toList();
    }

    private List<Program> chosen(Path root) {
        var all = Program.all(root);
        for (var name : names) {
            if (all.stream().noneMatch(program -> program.name().equals(name))) {
                var known = String.join(", ", all.stream().map(Program::name).toList());
                throw new ParameterException(spec.commandLine(), "there is no image " + name + "; there are " + known);
            }
        }
        return names.isEmpty()
                ? all
                : all.stream().filter(program -> names.contains(program.name())).toList();
    }

    private Set<Platform> platforms() {
        if (platforms.isEmpty()) return Set.of(new Platform(architecture(), "linux"));
        Set<Platform> parsed = new LinkedHashSet<>();
        for (var platform : platforms) {
            var parts = platform.split("/", -1);
            if (parts.length != 2) {
                throw new ParameterException(
                        spec.commandLine(), "a platform is os/architecture, such as linux/arm64: " + platform);
            }
            parsed.add(new Platform(parts[1], parts[0]));
        }
        if (parsed.size() > 1 && (target == null || !target.push)) {
            throw new ParameterException(spec.commandLine(), "images of several platforms can only be pushed");
        }
        return parsed;
    }

    private static String architecture() {
        var name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm64" : "amd64";
    }

    private static Containerizer toTar(Path tar, String name) throws InvalidImageReferenceException {
        return Containerizer.to(TarImage.at(tar).named(name));
    }

    private static Containerizer toRegistry(String name) throws InvalidImageReferenceException, IOException {
        var image = RegistryImage.named(name);
        var credentials =
                CredentialRetrieverFactory.forImage(com.google.cloud.tools.jib.api.ImageReference.parse(name), _ -> {});
        image.addCredentialRetriever(credentials.dockerConfig());
        return Containerizer.to(image);
    }
}
