package io.bitchat.launcher.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The log of one process: the current file and at most {@value #KEPT} older ones, each of at most {@value #MAX_BYTES}
 * bytes. For a single writer.
 */
final class LogFile implements AutoCloseable {
    static final int MAX_BYTES = 10 * 1024 * 1024;
    static final int KEPT = 3;

    private final Path file;
    private final int maxBytes;
    private OutputStream out;
    private long size;

    LogFile(Path file) throws IOException {
        this(file, MAX_BYTES);
    }

    LogFile(Path file, int maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        this.out = open(file);
        this.size = Files.size(file);
    }

    void write(String line) throws IOException {
        byte[] bytes = (line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
        if (size > 0 && size + bytes.length > maxBytes) {
            rotate();
        }
        out.write(bytes);
        size += bytes.length;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void rotate() throws IOException {
        out.close();
        for (int i = KEPT; i > 0; i--) {
            Path from = i == 1 ? file : numbered(i - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        out = open(file);
        size = 0;
    }

    private Path numbered(int i) {
        return file.resolveSibling(file.getFileName() + "." + i);
    }

    private static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
