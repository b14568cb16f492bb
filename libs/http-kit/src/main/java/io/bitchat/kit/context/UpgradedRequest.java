package io.bitchat.kit.context;

import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A request that has become a WebSocket. When Quarkus 3.33.2 stops, it waits for requests in flight, and so for sockets,
 * before it closes the server. It is not told when a socket closes, and would wait for each that was ever opened.
 */
public final class UpgradedRequest {
    private static final MethodHandle DONE = done();

    private UpgradedRequest() {}

    /** Takes it out of the requests in flight. Must be called when its socket is closed. */
    public static void ended(HttpServerRequest request) {
        try {
            DONE.invokeExact(QuarkusRequestWrapper.get(request));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle done() {
        try {
            return MethodHandles.privateLookupIn(QuarkusRequestWrapper.class, MethodHandles.lookup())
                    .findVirtual(QuarkusRequestWrapper.class, "done", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
