package io.bitchat.testkit;

import java.util.Map;

/**
 * A real server that tests of one JVM share; fault tests stop and start it. Port, credentials and data stay the same
 * through all of that.
 */
public interface TestServer {
    /** Returns when the server answers; at once if it does already. */
    void start();

    /** An orderly shutdown. */
    void stop();

    /** kill -9: nothing is flushed or said. */
    void kill();

    boolean isRunning();

    /** The configuration that a service needs to reach it. */
    Map<String, String> config();

    default void restart() {
        stop();
        start();
    }
}
