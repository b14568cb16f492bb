package io.bitchat.kit.problem;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error for the caller, as a problem document (RFC 9457). Thrown to end a request. It has no stack trace, because it
 * is a response and not a fault of the server.
 */
public final class Problem extends RuntimeException {
    /** Media type of the document. */
    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private static final long serialVersionUID = 1L;
    private static final int UNPROCESSABLE = 422;

    private final int status;
    private final String code;
    private final transient List<FieldFault> fields;
    private final @Nullable Duration retryAfter;
    private final @Nullable Long limit;

    /**
     * Fault of one field of the request.
     *
     * @param field its path in the body, or the name of the parameter
     */
    public record FieldFault(String field, String detail) {}

    private Problem(int status, String code, String detail, List<FieldFault> fields, @Nullable Duration retryAfter) {
        this(status, code, detail, fields, retryAfter, null);
    }

    private Problem(
            int status,
            String code,
            String detail,
            List<FieldFault> fields,
            @Nullable Duration retryAfter,
            @Nullable Long limit) {
        super(detail, null, false, false);
        this.limit = limit;
        this.status = status;
        this.code = code;
        this.fields = List.copyOf(fields);
        this.retryAfter = retryAfter;
    }

    /** Time after which to retry, at least one second; empty if a retry would not help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter).map(wait -> wait.toSeconds() < 1 ? Duration.ofSeconds(1) : wait);
    }

    /** A problem of any status without a method of its own here. */
    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), null);
    }

    /** 400: the request cannot be read. */
    public static Problem malformed(String detail) {
        return of(400, "malformed_request", detail);
    }

    /** 401: the caller is not known. */
    public static Problem unauthenticated(String detail) {
        return of(401, "unauthenticated", detail);
    }

    /** 403: the caller is known but lacks the permission. */
    public static Problem forbidden(String detail) {
        return of(403, "forbidden", detail);
    }

    /** 404: {@code kind} with this id does not exist. */
    public static Problem notFound(String kind, String id) {
        return of(404, "not_found", kind + " '" + id + "' does not exist");
    }

    /** 409: the request contradicts what is stored. */
    public static Problem conflict(String code, String detail) {
        return of(409, code, detail);
    }

    /** 413: over a size limit. */
    public static Problem tooLarge(String detail) {
        return of(413, "payload_too_large", detail);
    }

    /** 413: over a size limit, which the document gives as a number. */
    public static Problem tooLarge(String detail, long limit) {
        return new Problem(413, "payload_too_large", detail, List.of(), null, limit);
    }

    /** 422: readable, but a field is not acceptable. */
    public static Problem invalid(String field, String detail) {
        return invalid(List.of(new FieldFault(field, detail)));
    }

    /** 422: readable, but fields are not acceptable. */
    public static Problem invalid(List<FieldFault> fields) {
        var first = fields.getFirst();
        return new Problem(UNPROCESSABLE, "validation_failed", first.field() + ": " + first.detail(), fields, null);
    }

    /** 429: over a rate limit. */
    public static Problem rateLimited(String detail, Duration retryAfter) {
        return new Problem(429, "rate_limited", detail, List.of(), retryAfter);
    }

    /** 503: a dependency of this service is unavailable; unless a retry shows otherwise, nothing was stored. */
    public static Problem unavailable(String detail) {
        return unavailable("dependency_unavailable", detail);
    }

    /** 429: over a limit other than requests per minute. */
    public static Problem tooMany(String code, String detail, Duration retryAfter) {
        return new Problem(429, code, detail, List.of(), retryAfter);
    }

    /** 503 with a code that names what is unavailable. */
    public static Problem unavailable(String code, String detail) {
        return new Problem(503, code, detail, List.of(), Duration.ofSeconds(2));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** The body of the HTTP response. */
    public ProblemDocument toDocument(@Nullable String traceId) {
        return ProblemDocument.of(status, code, detail(), traceId, fields.isEmpty() ? null : fields, limit);
    }

    /** The HTTP response. */
    public Response toResponse(@Nullable String traceId) {
        var response = Response.status(status).type(MEDIA_TYPE).entity(toDocument(traceId));
        retryAfter().ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, wait.toSeconds()));
        if (status == 401) response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        return response.build();
    }
}
