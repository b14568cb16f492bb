package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.edge.inbox.Arrived;
import io.bitchat.edge.node.EdgeNode;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/transport/inbox")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transports")
public class InboxResource {
    private static final int MAX_LIMIT = 500;

    private final EdgeNode node;
    private final Owner owner;

    InboxResource(EdgeNode node, Owner owner) {
        this.node = node;
        this.owner = owner;
    }

    /**
     * A message that has arrived.
     *
     * @param number place in the inbox; for {@code after} and {@code through}
     * @param payload base64
     * @param transport that brought it
     * @param unverified true if nobody proved that the sender wrote it
     * @param createdAt by the clock of the sender
     * @param receivedAt by the clock of this node
     */
    @Schema(name = "TransportInboxMessage")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MessageAnswer(
            long number,
            String messageId,
            String senderId,
            String messageType,
            String payload,
            String transport,
            boolean unverified,
            Instant createdAt,
            Instant receivedAt) {
        private static MessageAnswer of(Arrived arrived) {
            var message = arrived.message();
            return new MessageAnswer(
                    arrived.number(),
                    message.key().id(),
                    message.sender(),
                    message.type(),
                    Base64.getEncoder().encodeToString(message.payload().toArray()),
                    arrived.by().name(),
                    message.unverified(),
                    message.created(),
                    arrived.at());
        }
    }

    @GET
    @Operation(
            summary = "Messages that have arrived here",
            description = "In the order of their arrival. They stay until they are deleted. Large ones make a page"
                    + " shorter; Link with rel=\"next\" says where the list goes on.")
    public Uni<RestResponse<List<MessageAnswer>>> list(
            @QueryParam("after") @DefaultValue("0") @Min(0) long after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(MAX_LIMIT) int limit,
            @Context RoutingContext http) {
        return owner.only(http, () -> page(after, limit));
    }

    private CompletionStage<RestResponse<List<MessageAnswer>>> page(long after, int limit) {
        return node.inbox().after(after, limit).thenApply(found -> {
            var page = found.stream().map(MessageAnswer::of).toList();
            if (page.isEmpty()) return RestResponse.ok(page);
            return PageLink.to("/transport/inbox")
                    .with("after", page.getLast().number())
                    .with("limit", limit)
                    .after(page);
        });
    }

    /** How many messages were deleted. */
    @Schema(name = "TransportInboxDeleted")
    record DeletedAnswer(int deleted) {}

    @DELETE
    @Operation(
            summary = "Delete what was read",
            description = "All messages up to this number. They are still recognised if they come again.")
    public Uni<DeletedAnswer> delete(
            @QueryParam("through") @Min(1) @Nullable Long through, @Context RoutingContext http) {
        return owner.only(http, () -> {
            if (through == null)
                throw Problem.invalid("through", "is missing; it is the number of the last message to delete");
            return node.inbox().remove(through).thenApply(DeletedAnswer::new);
        });
    }
}
