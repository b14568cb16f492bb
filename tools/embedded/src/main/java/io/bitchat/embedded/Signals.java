package io.bitchat.embedded;

import java.io.IOException;

/** Signals that {@link ProcessHandle} has no method for. */
public final class Signals {
    private Signals() {}

    /** Sends SIGINT, which is PostgreSQL's fast shutdown. Does nothing if the process has already ended. */
    public static void interrupt(long pid) {
        try {
            // the shell's builtin kill, because minimal systems have no kill program
            new ProcessBuilder("sh", "-c", "kill -INT \"$0\"", Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new EmbeddedException("cannot signal process " + pid + ": " + e.getMessage(), e);
        }
    }
}
