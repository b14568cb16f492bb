package io.bitchat.testkit;

import org.testcontainers.DockerClientFactory;

/** Whether the servers of tests are containers ({@code -Pcontainers}) or embedded ones. */
final class Containers {
    private Containers() {}

    static boolean wanted() {
        return Boolean.getBoolean("bitchat.containers");
    }

    /** Checked once per JVM, because the check is slow when no engine runs. */
    static boolean available() {
        return Boolean.parseBoolean(SharedState.get("containers.available", Containers::ask));
    }

    private static String ask() {
        return Boolean.toString(DockerClientFactory.instance().isDockerAvailable());
    }
}
