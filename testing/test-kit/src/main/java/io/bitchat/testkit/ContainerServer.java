package io.bitchat.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;
import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** A container of this JVM. Its host port is fixed, so that it has the same address after a restart. */
final class ContainerServer implements TestServer {
    private static final String NONE = "none";

    private final String name;
    private final Supplier<GenericContainer<?>> container;
    private final Map<String, String> config;

    ContainerServer(String name, Supplier<GenericContainer<?>> container, Map<String, String> config) {
        this.name = name;
        this.container = container;
        this.config = config;
    }

    @Override
    public void start() {
        synchronized (SharedState.lock()) {
            String id = id();
            if (id.equals(NONE)) {
                GenericContainer<?> fresh = container.get();
                fresh.start();
                SharedState.put(name + ".container", fresh.getContainerId());
            } else if (!isRunning()) {
                client().startContainerCmd(id).exec();
            }
        }
    }

    @Override
    public void stop() {
        client().stopContainerCmd(id()).exec();
    }

    @Override
    public void kill() {
        client().killContainerCmd(id()).exec();
    }

    @Override
    public boolean isRunning() {
        try {
            return Boolean.TRUE.equals(
                    client().inspectContainerCmd(id()).exec().getState().getRunning());
        } catch (NotFoundException _) {
            return false;
        }
    }

    @Override
    public Map<String, String> config() {
        return config;
    }

    private String id() {
        return SharedState.get(name + ".container", () -> NONE);
    }

    private static DockerClient client() {
        return DockerClientFactory.instance().client();
    }
}
