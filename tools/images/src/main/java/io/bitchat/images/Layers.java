package io.bitchat.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sorts the files of programs into layers, so that images share what they have in common and an upgrade transfers little.
 * What changes rarely comes first.
 */
final class Layers {
    private static final String OURS = "io.bitchat.";

    private final Set<String> common;

    private Layers(Set<String> common) {
        this.common = common;
    }

    /**
     * A part of an image.
     *
     * @param name name of the layer
     * @param files files relative to the program's folder, sorted
     */
    record Layer(String name, List<Path> files) {}

    /** Finds the libraries that all programs have at the same place with the same content. */
    static Layers of(List<Program> programs) throws IOException {
        Map<String, Integer> holders = new HashMap<>();
        for (var program : programs) {
            for (var file : program.files()) {
                if (isLibrary(file)) holders.merge(identity(program, file), 1, Integer::sum);
            }
        }
        Set<String> common = new HashSet<>();
        holders.forEach((identity, count) -> {
            if (count == programs.size()) common.add(identity);
        });
        return new Layers(common);
    }

    /** The layers of one program, without empty ones. */
    List<Layer> of(Program program) throws IOException {
        List<Path> shared = new ArrayList<>();
        List<Path> libraries = new ArrayList<>();
        List<Path> own = new ArrayList<>();
        for (var file : program.files()) {
            if (!isLibrary(file)) own.add(file);
            else if (common.contains(identity(program, file))) shared.add(file);
            else libraries.add(file);
        }
        return List.of(
                        new Layer("common libraries", shared),
                        new Layer("libraries", libraries),
                        new Layer("program", own))
                .stream()
                .filter(layer -> !layer.files().isEmpty())
                .toList();
    }

    /** A jar of somebody else: it changes with an upgrade of that library only. */
    private static boolean isLibrary(Path file) {
        return file.startsWith("lib")
                && !file.getFileName().toString().startsWith(OURS)
                && !file.getFileName().toString().contains("-SNAPSHOT");
    }

    /** Jars of a version do not change, so that their sizes stand for their contents. */
    private static String identity(Program program, Path file) throws IOException {
        return file + " " + Files.size(program.folder().resolve(file));
    }
}
