package io.bitchat.kit.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.kit.problem.Problem.FieldFault;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Body of every answer with a status of 400 or more (RFC 9457).
 *
 * @param type URN made of {@code code}
 * @param title the status in words
 * @param status the HTTP status again, for logs that keep only bodies
 * @param code stable, for programs
 * @param detail for people: what is wrong and, where it helps, what to do
 * @param traceId finds the request in the logs; also in the header {@code X-Trace-Id}
 * @param fields what is wrong with which field, when fields are wrong
 * @param limit the largest value that is taken, when something is too large
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
