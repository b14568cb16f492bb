package io.bitchat.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.kit.problem.Problem.FieldFault;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Body of every response with a status of 400 or more (RFC 9457).
 *
 * @param type URN made of {@code code}
 * @param title reason phrase of the status
 * @param status HTTP status, repeated for logs that keep only bodies
 * @param code stable identifier for programs
 * @param detail explanation for people, and what to do if that helps
 * @param traceId id of the request in the logs; also in the header {@code X-Trace-Id}
 * @param fields faults of single fields, if fields are wrong
 * @param limit largest accepted value, if something is too large
 */
@Schema(name = "Problem")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDocument(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable String traceId,
        @Nullable List<FieldFault> fields,
        @Nullable Long limit) {

    static ProblemDocument of(
            int status,
            String code,
            String detail,
            @Nullable String traceId,
            @Nullable List<FieldFault> fields,
            @Nullable Long limit) {
        var title = HttpResponseStatus.valueOf(status).reasonPhrase();
        return new ProblemDocument("urn:bitchat:problem:" + code, title, status, code, detail, traceId, fields, limit);
    }
}
