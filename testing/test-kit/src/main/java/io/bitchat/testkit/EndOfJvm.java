package io.bitchat.testkit;

import java.io.IOException;

/** Ends a server with this JVM. Uses JDK classes only: test class loaders are closed by then. */
final class EndOfJvm implements Runnable {
    private final long pid;
    private final String signal;

    private EndOfJvm(long pid, String signal) {
        this.pid = pid;
        this.signal = signal;
    }

    static void ends(long pid, String signal) {
        Runtime.getRuntime().addShutdownHook(new Thread(new EndOfJvm(pid, signal), "end-" + pid));
    }

    @Override
    public void run() {
        try {
            new ProcessBuilder("sh", "-c", "kill \"$1\" \"$0\"", Long.toString(pid), signal)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            System.err.println("test-kit: cannot end process " + pid + ": " + e.getMessage());
        }
    }
}
