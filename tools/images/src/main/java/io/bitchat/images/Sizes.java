package io.bitchat.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Compressed sizes of images in files, as {@code docker save} writes them, and of all their different layers. */
final class Sizes {
    private final Map<String, Long> layers = new LinkedHashMap<>();

    /** Adds an image; returns the sum of its layers in bytes. */
    long add(Path tar) throws IOException {
        Map<String, Long> entries = new HashMap<>();
        byte[] manifest = {};
        try (var in = new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(tar)))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), entry.getSize());
                if (entry.getName().equals("manifest.json")) manifest = in.readAllBytes();
            }
        }
        long bytes = 0;
        for (var layer : new ObjectMapper().readTree(manifest).path(0).path("Layers")) {
            long size = entries.getOrDefault(layer.asText(), 0L);
            layers.put(layer.asText(), size);
            bytes += size;
        }
        return bytes;
    }

    /** Sum of all different layers in bytes. */
    long unique() {
        return layers.values().stream().mapToLong(Long::longValue).sum();
    }
}
