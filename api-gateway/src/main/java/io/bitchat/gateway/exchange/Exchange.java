package io.bitchat.gateway.exchange;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request that passes through the gateway. Confined to one event loop. */
public final class Exchange {
    /** The party that the gateway is waiting for. */
    public enum Phase {
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

    public Exchange(HttpServerRequest request, TraceParent trace, Route route, String path, long nowNanos) {
        this.request = request;
        this.trace = trace;
        this.route = route;
        this.path = path;
        this.startNanos = nowNanos;
        this.phaseSinceNanos = nowNanos;
    }

    public HttpServerRequest request() {
        return request;
    }

    public TraceParent trace() {
        return trace;
    }

    public Route route() {
        return route;
    }

    public long startNanos() {
        return startNanos;
    }

    public Phase phase() {
        return phase;
    }

    public long phaseSinceNanos() {
        return phaseSinceNanos;
    }

    public String path() {
        return path;
    }

    /** Returns true for a file download, which the client may read slowly. */
    public boolean isDownload() {
        return route.service() == Service.FILE && request.method() == HttpMethod.GET && route != Route.FILE_TUS;
    }

    /** The normalised path with the client's query, as the service will see it. */
    public String target() {
        String query = request.query();
        return query == null || query.isEmpty() ? path : path + "?" + RequestPath.legalQuery(query);
    }

    public void enter(Phase next) {
        if (phase.compareTo(next) < 0) {
            phase = next;
            phaseSinceNanos = System.nanoTime();
        }
    }

    /** Returns true if the answer moved since the last call; if so, restarts the stall clock. */
    public boolean answerMoved(long nowNanos) {
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
    public RequestBody body() {
        return body;
    }

    public RequestBody reading(RequestBody begun) {
        body = begun;
        return begun;
    }

    /** Bytes of body and answer transferred so far. */
    public long movedBytes() {
        long sent = request.response().bytesWritten();
        return body == null ? sent : sent + body.receivedBytes();
    }

    /** Returns true if only the client can make progress, by sending or reading. */
    public boolean waitsForClient() {
        return switch (phase) {
            case BODY -> body != null && body.waitsForClient();
            case UPSTREAM -> false;
            case ANSWER -> request.response().writeQueueFull();
        };
    }

    public HttpClientRequest sendingTo(HttpClientRequest toService) {
        upstream = toService;
        /* its failure arrives through the response as well; without a handler it would only be logged again */
        toService.exceptionHandler(_ -> {});
        if (isOver()) {
            cutUpstream();
        }
        return toService;
    }

    /** Returns true if nobody waits for an answer any more. */
    public boolean isOver() {
        return over || verdict != null;
    }

    /** Runs the action once the answer is sent, the client is gone, or the connection has become a WebSocket. */
    public void whenOver(Runnable action) {
        if (over) {
            action.run();
        } else {
            whenOver.add(action);
        }
    }

    /** Runs the action once the body is complete or will not be read further. */
    public void whenBodyIsWhole(Runnable action) {
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
    public void becomeSocket() {
        socket = true;
        end();
    }

    public boolean isSocket() {
        return socket;
    }

    public void end() {
        if (!over) {
            over = true;
            whenOver.forEach(Runnable::run);
        }
    }

    /** The reason why the gateway gave up on this request, or null. */
    @Nullable
    public Problem verdict() {
        return verdict;
    }

    /** Sets the action to run when the exchange is given up; replaces the previous one. */
    public void onGiveUp(Runnable action) {
        onGiveUp = action;
    }

    /** Gives up: resets the request to the service and answers with this problem. */
    public void giveUp(Problem problem) {
        if (verdict == null) {
            verdict = problem;
            cutUpstream();
            onGiveUp.run();
        }
    }

    /** Frees its connection to the service for waiting requests. */
    public void makeRoom() {
        if (phase == Phase.BODY) {
            giveUp(Problem.crowded("the body is too slow while others wait for the connection; try again"));
        } else {
            cutUpstream();
            new Unread(request.connection()).abort();
        }
    }

    public void cutUpstream() {
        HttpClientRequest open = upstream;
        if (open != null) {
            open.reset();
        }
    }
}
