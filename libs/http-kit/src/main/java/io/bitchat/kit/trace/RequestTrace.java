package io.bitchat.kit.trace;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;

/**
 * Assigns a trace to every request: continues the trace of the caller's header, and returns its id as
 * {@code X-Trace-Id}.
 */
@ApplicationScoped
public class RequestTrace {
    private static final String KEY = RequestTrace.class.getName();
    private static final int BEFORE_EVERYTHING = 1_000;

    private final Spans spans;
    private final InstantSource clock;

    RequestTrace(Spans spans, InstantSource clock) {
        this.spans = spans;
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(this::begin, BEFORE_EVERYTHING);
    }

    private void begin(RoutingContext request) {
        var trace = of(request);
        request.response().putHeader("X-Trace-Id", trace.traceId());
        if (spans.areWanted()) record(request, trace);
        request.next();
    }

    private void record(RoutingContext request, TraceContext trace) {
        var start = clock.instant();
        var method = request.request().method().name();
        var path = request.request().path();
        request.addEndHandler(_ ->
                spans.request(trace, start, method, path, request.response().getStatusCode()));
    }

    /** The trace of a request. */
    public static TraceContext of(RoutingContext request) {
        TraceContext known = request.get(KEY);
        if (known != null) return known;
        var trace = TraceContext.continueOrStart(request.request().getHeader(TraceContext.HEADER));
        request.put(KEY, trace);
        return trace;
    }

    /** The trace id for the caller. */
    public static String idOf(RoutingContext request) {
        return of(request).traceId();
    }
}
