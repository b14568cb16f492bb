package io.bitchat.testkit.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the commands of iproute2 and iptables. */
final class Shell {
    private static final int SECONDS = 20;

    private Shell() {}

    /**
     * Runs a command to its end.
     *
     * @return its output
     * @throws IllegalStateException if it fails or takes longer than {@value #SECONDS} s
     */
    static String run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            // what these commands print fits into the pipe
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) throw new IllegalStateException(command + " failed: " + output.strip());
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + command, e);
        }
    }

    static String run(String... command) {
        return run(List.of(command));
    }
}
