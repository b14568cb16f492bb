package io.bitchat.bench.report;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs other measurements by {@code ./bitchat}, each in a process of its own: they need different options of the JVM, and
 * one that fails leaves the others alone.
 */
final class BitchatScript {
    private static final int MISSED = 1;

    private final Path script;
    private final PrintStream progress;

    /** @param root folder of the script */
    BitchatScript(Path root, PrintStream progress) {
        this.script = root.resolve("bitchat");
        this.progress = progress;
    }

    /** Runs a command that prints JSON; empty if it could not measure, which its own messages explain. */
    Optional<JsonObject> json(List<String> arguments) {
        var command = new ArrayList<>(List.of(script.toString()));
        command.addAll(arguments);
        progress.println("./bitchat " + String.join(" ", arguments));
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var end = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(end);
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(end);
            if (exit > MISSED) return Optional.empty();
            return Optional.of(new JsonObject(said.substring(Math.max(0, said.indexOf('{')))));
        } catch (IOException | DecodeException e) {
            progress.println("bench: " + command.getFirst() + ": " + e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
