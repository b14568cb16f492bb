package io.bitchat.gateway;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One request on its way through the gateway. Lives on one event loop. */
final class Exchange {
    /** Whom the gateway is waiting for. */
    enum Phase {
        /** The client is still sending its body. */
        BODY,
        /** The service has everything and has not begun its answer. */
        UPSTREAM,
        /** The answer is on its way to the client. */
        ANSWER
    }

    private final HttpServerRequest request;
    private final TraceParent trace;
    private final Route route;
    private final String path;
    private final long startNanos;
    private Phase phase = Phase.BODY;
    private long phaseSinceNanos;
    private long answeredBytes;
    private @Nullable HttpClientRequest upstream;
    private @Nullable Problem verdict;

    Exchange(HttpServerRequest request, TraceParent trace, Route route, String path, long nowNanos) {
        this.request = request;
        this.trace = trace;
        this.route = route;
        this.path = path;
        this.startNanos = nowNanos;
        this.phaseSinceNanos = nowNanos;
    }

    HttpServerRequest request() {
        return request;
    }

    TraceParent trace() {
        return trace;
    }

    Route route() {
        return route;
    }

    long startNanos() {
        return startNanos;
    }

    Phase phase() {
        return phase;
    }

    long phaseSinceNanos() {
        return phaseSinceNanos;
    }

    /** The normalised path with the client's query, as the service will see it. */
    String target() {
        String query = request.query();
        return query == null || query.isEmpty() ? path : path + "?" + RequestPath.legalQuery(query);
    }

    void enter(Phase next) {
        if (phase.compareTo(next) < 0) {
            phase = next;
            phaseSinceNanos = System.nanoTime();
        }
    }

    /** Whether the answer moved since the last call; restarts the stall clock if so. */
    boolean answerMoved(long nowNanos) {
        long written = request.response().bytesWritten();
        boolean moved = written != answeredBytes;
        if (moved) {
            answeredBytes = written;
            phaseSinceNanos = nowNanos;
        }
        return moved;
    }

    HttpClientRequest sendingTo(HttpClientRequest toService) {
        upstream = toService;
        /* its failure is answered through the response; unheard, it would only be logged once more */
        toService.exceptionHandler(_ -> {});
        return toService;
    }

    /** Why the gateway gave up on this request, if it did. */
    @Nullable
    Problem verdict() {
        return verdict;
    }

    /** Gives up: the request to the service is cut, and its failure will be answered with this problem. */
    void giveUp(Problem problem) {
        if (verdict == null) {
            verdict = problem;
            cutUpstream();
        }
    }

    void cutUpstream() {
        HttpClientRequest open = upstream;
        if (open != null) {
            open.reset();
        }
    }
}
