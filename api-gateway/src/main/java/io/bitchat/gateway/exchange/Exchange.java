package io.bitchat.gateway;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request that passes through the gateway. Confined to one event loop. */
final class Exchange {
    /** The party that the gateway is waiting for. */
    enum Phase {
        /** The client is still sending its body. */
        BODY,
        /** The service has the whole request and has not started its answer. */
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
    private final List<Runnable> whenOver = new ArrayList<>(4);
    private boolean over;
    private boolean socket;
    private @Nullable Runnable whenBodyIsWhole;
    private Runnable onGiveUp = () -> {};
    private @Nullable RequestBody body;
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

    String path() {
        return path;
    }

    /** Returns true for a file download, which the client may read slowly. */
    boolean isDownload() {
        return route.service() == Service.FILE && request.method() == HttpMethod.GET && route != Route.FILE_TUS;
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

    /** Returns true if the answer moved since the last call; if so, restarts the stall clock. */
    boolean answerMoved(long nowNanos) {
        long written = request.response().bytesWritten();
        boolean moved = written != answeredBytes;
        if (moved) {
            answeredBytes = written;
            phaseSinceNanos = nowNanos;
        }
        return moved;
    }

    /** The body, or null before the gateway started to read it. */
    @Nullable
    RequestBody body() {
        return body;
    }

    RequestBody reading(RequestBody begun) {
        body = begun;
        return begun;
    }

    /** Bytes of body and answer transferred so far. */
    long movedBytes() {
        long sent = request.response().bytesWritten();
        return body == null ? sent : sent + body.receivedBytes();
    }

    /** Returns true if only the client can make progress, by sending or reading. */
    boolean waitsForClient() {
        return switch (phase) {
            case BODY -> body != null && body.waitsForClient();
            case UPSTREAM -> false;
            case ANSWER -> request.response().writeQueueFull();
        };
    }

    HttpClientRequest sendingTo(HttpClientRequest toService) {
        upstream = toService;
        /* its failure arrives through the response as well; without a handler it would only be logged again */
        toService.exceptionHandler(_ -> {});
        if (isOver()) {
            cutUpstream();
        }
        return toService;
    }

    /** Returns true if nobody waits for an answer any more. */
    boolean isOver() {
        return over || verdict != null;
    }

    /** Runs the action once the answer is sent, the client is gone, or the connection has become a WebSocket. */
    void whenOver(Runnable action) {
        if (over) {
            action.run();
        } else {
            whenOver.add(action);
        }
    }

    /** Runs the action once the body is complete or will not be read further. */
    void whenBodyIsWhole(Runnable action) {
        whenBodyIsWhole = action;
        whenOver(this::bodyIsWhole);
    }

    void bodyIsWhole() {
        Runnable action = whenBodyIsWhole;
        whenBodyIsWhole = null;
        if (action != null) {
            action.run();
        }
    }

    /** The connection has become a WebSocket. */
    void becomeSocket() {
        socket = true;
        end();
    }

    boolean isSocket() {
        return socket;
    }

    void end() {
        if (!over) {
            over = true;
            whenOver.forEach(Runnable::run);
        }
    }

    /** The reason why the gateway gave up on this request, or null. */
    @Nullable
    Problem verdict() {
        return verdict;
    }

    /** Sets the action to run when the exchange is given up; replaces the previous one. */
    void onGiveUp(Runnable action) {
        onGiveUp = action;
    }

    /** Gives up: resets the request to the service and answers with this problem. */
    void giveUp(Problem problem) {
        if (verdict == null) {
            verdict = problem;
            cutUpstream();
            onGiveUp.run();
        }
    }

    /** Frees its connection to the service for waiting requests. */
    void makeRoom() {
        if (phase == Phase.BODY) {
            giveUp(Problem.crowded("others wait for the connection that this body moves so slowly through"));
        } else {
            cutUpstream();
            new Unread(request.connection()).abort();
        }
    }

    void cutUpstream() {
        HttpClientRequest open = upstream;
        if (open != null) {
            open.reset();
        }
    }
}
