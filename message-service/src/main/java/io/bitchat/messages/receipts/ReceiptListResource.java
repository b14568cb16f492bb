package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/messages/{messageId}/receipts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class ReceiptListResource {
    private final Access access;
    private final ReceiptList receipts;

    ReceiptListResource(Access access, ReceiptList receipts) {
        this.access = access;
        this.receipts = receipts;
    }

    /**
     * What a recipient has done with a message.
     *
     * @param deliveredAt when it acknowledged the message; null until then
     * @param readAt when it said that it has read it; null until then, and for peers that do not tell
     */
    @Schema(name = "MessageReceipt")
    public record ReceiptEntry(
            String peerId,
            @Nullable Instant deliveredAt,
            @Nullable Instant readAt) {}

    @GET
    @Operation(
            summary = "Who has my message",
            description =
                    "Each recipient of a message, by peer id, with the times at which it acknowledged and read it."
                            + " A group message has every peer that it was sent to, its author's own devices included. Its"
                            + " sender and its recipients may ask. after=<peer_id> goes on; the header Link names the next"
                            + " page.")
    public Uni<RestResponse<List<ReceiptEntry>>> list(
            @PathParam("messageId") @Identifier String messageId,
            @QueryParam("limit") @DefaultValue("500") @Min(1) @Max(500) int limit,
            @QueryParam("after") @Identifier @Nullable String after,
            @Context RoutingContext http) {
        return access.anyone(http.request())
                .flatMap(caller -> receipts.find(messageId, caller))
                .map(found -> found.orElseThrow(() -> Problem.notFound("message", messageId)))
                .flatMap(message -> {
                    if (message.mayBeSeen()) return receipts.of(message, limit, after);
                    throw Problem.forbidden("only sender and recipients of '" + messageId + "' may see its receipts");
                })
                .map(page -> page.more() ? next(messageId, limit, page) : RestResponse.ok(page.entries()));
    }

    private static RestResponse<List<ReceiptEntry>> next(String messageId, int limit, ReceiptList.Page page) {
        return PageLink.to(pathOf(messageId))
                .with("limit", limit)
                .with("after", page.entries().getLast().peerId())
                .after(page.entries());
    }

    static String pathOf(String messageId) {
        return "/messages/" + messageId + "/receipts";
    }
}
