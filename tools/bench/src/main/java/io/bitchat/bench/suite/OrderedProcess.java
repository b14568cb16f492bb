package io.bitchat.bench.suite;

import io.bitchat.bench.Refused;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An attacker's process that reads orders line by line. By default it runs only on idle processors: a real attacker
 * would have a machine of its own, and its own processor use is not what is measured.
 */
public final class OrderedProcess implements AutoCloseable {
    private static final List<String> MODEST = Files.isExecutable(Path.of("/usr/bin/chrt"))
            ? List.of("/usr/bin/chrt", "--idle", "0")
            : List.of("nice", "-n", "19");

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    /**
     * @param main class whose main method reads the orders
     * @param config the first line of its input
     * @param greedy whether it runs at normal scheduling priority
     */
    public OrderedProcess(Class<?> main, JsonObject config, boolean greedy) {
        var command = new ArrayList<>(greedy ? List.<String>of() : MODEST);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        orders.println(config.encode());
    }

    /** Sends an order and waits for its answer. */
    public JsonObject obey(JsonObject order) {
        orders.println(order.encode());
        try {
            var line = answers.readLine();
            if (line == null) {
                throw new Refused("the attacker's process has ended");
            }
            return new JsonObject(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
