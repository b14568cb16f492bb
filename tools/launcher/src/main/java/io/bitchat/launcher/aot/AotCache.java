package io.bitchat.launcher.aot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The AOT cache of one program. Its name is made of the content of the program, of the JDK and of its options, so that a
 * cache of another build, of another JDK or for other options is never found.
 *
 * @param jar the program; what it needs lies in its folder
 * @param java the command that runs it, up to its options
 * @param program what follows the options: the jar or the class path, and arguments
 * @param file where the cache is, or will be
 */
public record AotCache(Path jar, List<String> java, List<String> program, Path file) {
    static final String EXTENSION = ".aot";
    private static final int NAME_BYTES = 8;
    private static final int BUFFER_BYTES = 1 << 16;

    /** The cache of a program as it is now. It may not have been made yet. */
    public static AotCache of(Path jar, List<String> java, List<String> program) {
        try {
            var name = "app-" + fingerprint(jar.toAbsolutePath(), java) + EXTENSION;
            return new AotCache(jar, List.copyOf(java), List.copyOf(program), jar.resolveSibling(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + jar.getParent(), e);
        }
    }

    /** Options with which the JVM starts from it; none before it is made. */
    public List<String> use() {
        return isMade() ? List.of("-XX:AOTCache=" + file) : List.of();
    }

    /** Whether it has been made. */
    public boolean isMade() {
        return Files.isRegularFile(file);
    }

    private static String fingerprint(Path jar, List<String> java) throws IOException {
        var text = new StringBuilder();
        for (var property : List.of("java.home", "java.vm.name", "java.vm.version", "os.arch")) {
            text.append(System.getProperty(property)).append('\n');
        }
        text.append(java).append('\n').append(jar).append('\n');
        for (Path file : programFiles(jar.resolveSibling("."))) {
            // the JVM refuses a cache of jars with other times, so that these belong to the name
            text.append(file).append(' ').append(Files.getLastModifiedTime(file).toMillis());
            text.append(' ').append(checksum(file)).append('\n');
        }
        var digest = sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
    }

    private static List<Path> programFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.normalize())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static long checksum(Path file) throws IOException {
        var checksum = new CRC32C();
        var buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) checksum.update(buffer, 0, read);
        }
        return checksum.getValue();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
