package io.bitchat.kit.trace;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Gives every request a trace: continued from the caller's header, answered as {@code X-Trace-Id}. */
@ApplicationScoped
public class RequestTrace {
    private static final String KEY = RequestTrace.class.getName();
    private static final int BEFORE_EVERYTHING = 1_000;

    void register(@Observes Filters filters) {
        filters.register(RequestTrace::begin, BEFORE_EVERYTHING);
    }

    private static void begin(RoutingContext request) {
        var trace = of(request);
        request.response().putHeader("X-Trace-Id", trace.traceId());
        request.next();
    }

    /** The trace of a request. */
    public static TraceContext of(RoutingContext request) {
        TraceContext known = request.get(KEY);
        if (known != null) return known;
        var trace = TraceContext.continueOrStart(request.request().getHeader(TraceContext.HEADER));
        request.put(KEY, trace);
        return trace;
    }

    /** The id to tell a caller about. */
    public static String idOf(RoutingContext request) {
        return of(request).traceId();
    }
}
