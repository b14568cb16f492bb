package io.bitchat.messages.trace;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/messages/{messageId}/trace")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class TraceResource {
    private final Access access;
    private final Traces traces;

    TraceResource(Access access, Traces traces) {
        this.access = access;
        this.traces = traces;
    }

    /**
     * Something that happened to a message.
     *
     * @param step accepted, stored, published, attempt, hop, fanned_out, delivered, read or failed
     * @param status the status of the message from here on, if the step changed it
     * @param transport the transport, for attempts and hops
     * @param reason stable code, for failures and for attempts that failed
     * @param node id of the edge node that took part
     */
    public record TraceStep(
            String step,
            Instant at,
            @Nullable String status,
            @Nullable String transport,
            @Nullable String detail,
            @Nullable String reason,
            @Nullable String node) {}

    /**
     * The steps of a message, ordered by time.
     *
     * @param hopCount number of nodes that it has passed so far
     */
    public record TraceResponse(String messageId, String status, int hopCount, List<TraceStep> steps) {}

    @GET
    @Operation(
            summary = "Where is my message",
            description = "What happened to a message so far. Only its sender may ask.")
    public Uni<TraceResponse> trace(
            @PathParam("messageId") @Identifier String messageId, @Context RoutingContext http) {
        return access.anyone(http.request())
                .flatMap(caller -> traces.find(messageId).map(found -> {
                    var trace = found.orElseThrow(() -> Problem.notFound("message", messageId));
                    if (caller.mayActAs(trace.fromPeerId())) return trace.response();
                    throw Problem.forbidden("only the sender of '" + messageId + "' may see its trace");
                }));
    }
}
