package io.bitchat.launcher.aot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A small application that ends by itself. */
public final class Program {
    /** System properties: what it does instead of ending well. */
    static final String FAILS = "fails";

    static final String HANGS = "hangs";

    private Program() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (Boolean.getBoolean(FAILS)) System.exit(3);
        while (Boolean.getBoolean(HANGS)) Thread.sleep(1_000);
    }

    static Path in(Path folder) throws IOException {
        return in(folder, "");
    }

    static Path in(Path folder, String comment) throws IOException {
        var jar = Files.createDirectories(folder).resolve("quarkus-run.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        manifest.getMainAttributes().putValue("Comment", comment);
        var name = Program.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream bytes = Program.class.getClassLoader().getResourceAsStream(name)) {
            out.putNextEntry(new JarEntry(name));
            bytes.transferTo(out);
        }
        return jar;
    }

    /** The command that runs it, up to the jar. */
    static List<String> java(String... options) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(Stream.of(java, "-XX:+UseSerialGC"), Stream.of(options))
                .toList();
    }

    /** What follows the options. */
    static List<String> arguments(Path jar) {
        return List.of("-jar", jar.toString());
    }
}
