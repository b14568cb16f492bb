package io.bitchat.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a Quarkus test a PostgreSQL 17 server ({@code @WithTestResource(PostgresServer.class)}) and sets
 * {@code BITCHAT_POSTGRES_*}. It starts once per JVM and ends with it; {@link #current()} is for fault tests.
 */
public final class PostgresServer implements QuarkusTestResourceLifecycleManager {
    /** The server of this JVM, running or not. */
    public static TestServer current() {
        return Containers.wanted() ? ContainerPostgres.create() : new LocalPostgres();
    }

    @Override
    public Map<String, String> start() {
        TestServer server = current();
        server.start();
        return server.config();
    }

    /** Leaves the server to the next test class. {@link #start()} restarts it if a fault test has stopped it. */
    @Override
    public void stop() {}
}
