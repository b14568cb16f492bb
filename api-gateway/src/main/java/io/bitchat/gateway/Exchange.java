package io.bitchat.gateway;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
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

    /** Whether a file is asked for, which may take its client long to read. */
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

    /** The body, from when the gateway began to read it. */
    @Nullable
    RequestBody body() {
        return body;
    }

    RequestBody reading(RequestBody begun) {
        body = begun;
        return begun;
    }

    /** Bytes of body and answer that have passed. */
    long movedBytes() {
        long sent = request.response().bytesWritten();
        return body == null ? sent : sent + body.receivedBytes();
    }

    /** Whether it goes on only when the client sends or reads. */
    boolean waitsForClient() {
        return switch (phase) {
            case BODY -> body != null && body.waitsForClient();
            case UPSTREAM -> false;
            case ANSWER -> request.response().writeQueueFull();
        };
    }

    HttpClientRequest sendingTo(HttpClientRequest toService) {
        upstream = toService;
        /* its failure is answered through the response; unheard, it would only be logged once more */
        toService.exceptionHandler(_ -> {});
        if (isOver()) {
            cutUpstream();
        }
        return toService;
    }

    /** Whether nobody waits for an answer any more. */
    boolean isOver() {
        return over || verdict != null;
    }

    /** Done once the answer is out, the client is gone, or the connection has become a socket. */
    void whenOver(Runnable action) {
        if (over) {
            action.run();
        } else {
            whenOver.add(action);
        }
    }

    /** Done once the body has been read, or nobody reads it any more. */
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

    /** Its connection has become a socket. */
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

    /** Why the gateway gave up on this request, if it did. */
    @Nullable
    Problem verdict() {
        return verdict;
    }

    /** Done when the exchange is given up, in place of what was to be done before. */
    void onGiveUp(Runnable action) {
        onGiveUp = action;
    }

    /** Gives up: the request to the service is cut, and the client gets this problem. */
    void giveUp(Problem problem) {
        if (verdict == null) {
            verdict = problem;
            cutUpstream();
            onGiveUp.run();
        }
    }

    /** Gives its connection to the service back, for others that wait for one. */
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
