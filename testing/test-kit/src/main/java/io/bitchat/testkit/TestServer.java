package io.bitchat.testkit;

import java.util.Map;

/**
 * A real server that tests of one JVM share; fault tests stop and start it. Port, credentials and data survive
 * restarts.
 */
public interface TestServer {
    /** Starts the server unless it runs, and returns once it answers. */
    void start();

    /** An orderly shutdown. */
    void stop();

    /** {@code kill -9}: the server cannot flush or report anything. */
    void kill();

    boolean isRunning();

    /** The configuration that a service needs to reach it. */
    Map<String, String> config();

    default void restart() {
        stop();
        start();
    }
}
