package io.bitchat.embedded;

import java.io.IOException;

/** Signals that {@link ProcessHandle} has no method for. */
public final class Signals {
    private Signals() {}

    /** SIGINT: PostgreSQL's fast shutdown. A process that has gone already is no error. */
    public static void interrupt(long pid) {
        try {
            // the shell's own kill: slim systems have no program of that name
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
