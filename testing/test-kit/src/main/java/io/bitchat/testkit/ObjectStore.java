package io.bitchat.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives a Quarkus test an S3 server ({@code @WithTestResource(ObjectStore.class)}) and sets {@code BITCHAT_STORE} and
 * {@code BITCHAT_S3_*}. It starts once per JVM and ends with it; {@link #current()} is for fault tests.
 */
public final class ObjectStore implements QuarkusTestResourceLifecycleManager {
    /** The server of this JVM, running or not. */
    public static TestServer current() {
        return new LocalObjectStore();
    }

    /** The folder with its objects: each bucket is a folder, each object a file. */
    public static Path folder() {
        return new LocalObjectStore().folder();
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
