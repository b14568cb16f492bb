package io.bitchat.peers.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/peers/{peerId}/status")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Peers")
public class StatusResource {
    private final Access access;
    private final Leases leases;
    private final ObjectMapper json;

    StatusResource(Access access, Leases leases, ObjectMapper json) {
        this.access = access;
        this.leases = leases;
        this.json = json;
    }

    /** The online status to set. */
    @Schema(name = "PeerStatusRequest")
    record StatusRequest(
            @JsonProperty("is_online") @Nullable Boolean isOnline) {}

    /** The result as text and as a value. */
    public record StatusResponse(
            String message, @JsonProperty("is_online") boolean isOnline) {}

    @PUT
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Say that one is there, or away",
            description = "In the body or as a query parameter. Away ends every lease until the next activity.")
    public Uni<StatusResponse> update(
            @PathParam("peerId") @Identifier String peerId,
            @QueryParam("is_online") @Nullable Boolean parameter,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = StatusRequest.class)))
                    @Nullable
                    String body,
            @Context RoutingContext http) {
        return access.as(peerId, http.request()).flatMap(_ -> {
            var isOnline = parameter == null ? parse(body) : parameter;
            if (isOnline == null) throw Problem.invalid("is_online", "must be true or false");
            var trace = RequestTrace.of(http);
            return (isOnline ? leases.grant(peerId, trace) : leases.end(peerId, trace))
                    .map(found -> toResponse(peerId, isOnline, found));
        });
    }

    /** Parsed by hand: a call with only the query parameter has neither body nor content type. */
    private @Nullable Boolean parse(@Nullable String body) {
        if (body == null || body.isBlank()) return null;
        try {
            var request = json.readValue(body, StatusRequest.class);
            return request == null ? null : request.isOnline();
        } catch (JsonProcessingException e) {
            throw e instanceof MismatchedInputException
                    ? Problem.invalid("is_online", "must be true or false")
                    : Problem.malformed("the body must be a JSON object");
        }
    }

    private static StatusResponse toResponse(String peerId, boolean isOnline, boolean found) {
        if (!found) throw Problem.notFound("peer", peerId);
        return new StatusResponse("Peer " + peerId + " status updated", isOnline);
    }
}
