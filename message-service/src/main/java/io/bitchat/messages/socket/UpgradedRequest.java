package io.bitchat.messages.socket;

import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.vertx.core.http.HttpServerRequest;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Ends a request that has become a WebSocket, in the count of Quarkus 3.33.2. Quarkus waits for requests in flight when
 * it stops, but is not told that a request was upgraded, and so would wait for every socket that was ever opened.
 */
public final class UpgradedRequest {
    private static final MethodHandle DONE = done();

    private UpgradedRequest() {}

    /** Must be called once for each upgraded request. */
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
