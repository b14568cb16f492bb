package io.bitchat.testkit;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.rnorth.ducttape.unreliables.Unreliables;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/** A container of this JVM. Its host port is fixed, so that it has the same address after a restart. */
final class ContainerServer implements TestServer {
    private static final String NONE = "none";
    private static final int READY_SECONDS = 60;

    private final String name;
    private final Supplier<GenericContainer<?>> container;
    private final Map<String, String> config;
    private final Callable<?> request;

    /**
     * @param container makes a new one, which waits until its server answers
     * @param request any request to the server; succeeds when a container that runs again is ready
     */
    ContainerServer(
            String name, Supplier<GenericContainer<?>> container, Map<String, String> config, Callable<?> request) {
        this.name = name;
        this.container = container;
        this.config = config;
        this.request = request;
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
                // the engine accepts connections before the server does
                Unreliables.retryUntilSuccess(READY_SECONDS, TimeUnit.SECONDS, request);
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
