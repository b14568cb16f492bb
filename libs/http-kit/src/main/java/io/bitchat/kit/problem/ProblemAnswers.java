package io.bitchat.kit.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.kit.trace.RequestTrace;
import io.quarkus.logging.Log;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Sends problem documents on routes that stream, where the framework does not. */
@ApplicationScoped
public class ProblemAnswers {
    private final ObjectMapper json;

    ProblemAnswers(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Ends a request with a problem. If the response has begun already, closes the connection: only that tells the
     * client that the response is incomplete.
     */
    public void answer(RoutingContext request, Throwable failure) {
        var response = request.response();
        // the caller is gone; that is not a fault of this service
        if (response.ended() || response.closed()) return;
        var problem = problemOf(failure, request);
        log(problem, request);
        if (response.headWritten()) {
            request.request().connection().close();
            return;
        }
        problem.retryAfter().ifPresent(wait -> response.putHeader("Retry-After", Long.toString(wait.toSeconds())));
        if (problem.status() == 401) response.putHeader("WWW-Authenticate", "Bearer");
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE.toString())
                .end(write(problem.toDocument(RequestTrace.idOf(request))));
    }

    /** The problem that a failure means for the caller. */
    static Problem problemOf(Throwable failure, RoutingContext request) {
        if (failure instanceof Problem problem) return problem;
        if (FailureClassifier.isOutage(failure)) {
            Log.warnf("dependency unavailable trace_id=%s cause=%s", RequestTrace.idOf(request), failure);
            return Problem.unavailable("a dependency does not answer; try again");
        }
        Log.errorf(failure, "request failed trace_id=%s path=%s", RequestTrace.idOf(request), request.normalizedPath());
        return Problem.of(500, "internal", "the server failed; report the trace_id");
    }

    static void log(Problem problem, RoutingContext request) {
        Log.infof(
                "request refused trace_id=%s status=%d code=%s method=%s path=%s",
                RequestTrace.idOf(request),
                problem.status(),
                problem.code(),
                request.request().method(),
                request.normalizedPath());
    }

    private String write(ProblemDocument problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem document is always JSON", e);
        }
    }
}
