package io.bitchat.bench;

import io.bitchat.bench.hostile.Attack;
import io.bitchat.bench.hostile.Attacker;
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
 * The hostile site's process, and the orders it gets. It gets what processor time nobody else wants: elsewhere it would have
 * a machine of its own, and what it burns itself is not what it is measured for.
 */
final class AttackProcess implements AutoCloseable {
    private static final List<String> MODEST = Files.isExecutable(Path.of("/usr/bin/chrt"))
            ? List.of("/usr/bin/chrt", "--idle", "0")
            : List.of("nice", "-n", "19");

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    /** What it did; processor time of itself in percent of one core. */
    record Effort(double perSecond, double cpuPercent) {}

    /** @param greedy whether it competes for the processors like everybody else */
    AttackProcess(JsonObject config, boolean greedy) {
        var command = new ArrayList<>(greedy ? List.<String>of() : MODEST);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Attacker.class.getName()));
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

    /** Waits until it takes part in a group. */
    void join(String group) {
        obey(new JsonObject().put("order", "join").put("group", group));
    }

    void attack(String group, Attack attack) {
        obey(new JsonObject().put("order", "attack").put("group", group).put("attack", attack.name()));
    }

    /** The same frames, at the speed that the attack reached, to where nobody reads them. */
    void control(String group, Attack attack, double perSecond) {
        obey(new JsonObject()
                .put("order", "control")
                .put("group", group)
                .put("attack", attack.name())
                .put("per_second", Math.max(1, perSecond)));
    }

    Effort stop() {
        var answer = obey(new JsonObject().put("order", "stop"));
        return new Effort(answer.getDouble("per_second"), answer.getDouble("cpu_percent"));
    }

    private JsonObject obey(JsonObject order) {
        orders.println(order.encode());
        try {
            var line = answers.readLine();
            if (line == null) {
                throw new Refused("the hostile site has ended");
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
