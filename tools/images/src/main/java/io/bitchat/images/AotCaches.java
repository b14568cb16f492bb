package io.bitchat.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes AOT caches (JEP 483, 514) with the images themselves, because a cache is valid for one JVM, one set of options and
 * jars at one place only. The containers have no network; Quarkus ends the training run before it needs any server.
 */
final class AotCaches {
    private static final String TRAINING = "-Dquarkus.appcds.generate=true";
    private static final String RECORDED = "/aot/app.aotconf";
    private static final String WRITTEN = "/aot/app.aot";

    private final Engine engine;
    private final Path folder;

    AotCaches(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
    }

    /** Returns the cache of a program whose image is in the engine; empty if the program is not made for training. */
    Optional<Path> make(Program program, String image) throws IOException, InterruptedException {
        if (!program.isQuarkus()) return Optional.empty();
        var out = Files.createDirectories(folder.resolve(program.name()));
        // the container writes as another user
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.deleteIfExists(out.resolve("app.aot"));
        run(program, image, out, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + RECORDED, TRAINING);
        run(program, image, out, "-XX:AOTMode=create", "-XX:AOTConfiguration=" + RECORDED, "-XX:AOTCache=" + WRITTEN);
        Files.deleteIfExists(out.resolve("app.aotconf"));
        return Optional.of(out.resolve("app.aot"));
    }

    private void run(Program program, String image, Path out, String... options)
            throws IOException, InterruptedException {
        var java = Build.command(program, false);
        List<String> command = new ArrayList<>(List.of(
                "run",
                "--rm",
                "--network",
                "none",
                "--tmpfs",
                "/tmp",
                "--volume",
                out + ":/aot",
                "--entrypoint",
                "java"));
        command.add(image);
        command.addAll(java.subList(1, java.size() - 2));
        command.addAll(List.of(options));
        command.addAll(java.subList(java.size() - 2, java.size()));
        engine.run(command.toArray(String[]::new));
    }
}
