package io.bitchat.testkit;

import org.testcontainers.DockerClientFactory;

/** Whether the servers of tests are containers ({@code -Pcontainers}) or embedded ones. */
final class Containers {
    private Containers() {}

    static boolean wanted() {
        return Boolean.getBoolean("bitchat.containers");
    }

    /** Asks once per JVM: a missing engine takes a while to be missed. */
    static boolean available() {
        return Boolean.parseBoolean(SharedState.get("containers.available", Containers::ask));
    }

    private static String ask() {
        return Boolean.toString(DockerClientFactory.instance().isDockerAvailable());
    }
}
