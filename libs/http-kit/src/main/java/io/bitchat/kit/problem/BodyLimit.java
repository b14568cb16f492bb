package io.bitchat.kit.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Rejects a body whose declared length is too long before reading it. The framework would do so without a problem
 * document.
 */
@ApplicationScoped
public class BodyLimit {
    /** Routes with a lower order stream their bodies and have their own limits. */
    public static final int ORDER = -900;

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    private final long maxBytes;
    private final ProblemAnswers answers;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize max, ProblemAnswers answers) {
        this.maxBytes = max.asLongValue();
        this.answers = answers;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, -ORDER);
    }

    private void check(RoutingContext request) {
        var coding = request.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity"))
            refuseCoding(request, coding);
        else checkLength(request);
    }

    /**
     * Rejects a content coding: nobody would decode the body, so it would be stored and returned encoded (RFC 9110
     * §15.5.16).
     */
    private void refuseCoding(RoutingContext request, String coding) {
        request.response()
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        answers.answer(
                request,
                Problem.of(
                        415,
                        "unsupported_content_encoding",
                        "Content-Encoding '" + coding + "' is not supported: send the body unencoded"));
    }

    private void checkLength(RoutingContext request) {
        var length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || LENGTH.matcher(length).matches() && Long.parseLong(length) <= maxBytes) request.next();
        else refuse(request);
    }

    private void refuse(RoutingContext request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answers.answer(
                request,
                Problem.tooLarge(
                        "the body is over " + maxBytes + " bytes; send content of this size as a file", maxBytes));
    }
}
