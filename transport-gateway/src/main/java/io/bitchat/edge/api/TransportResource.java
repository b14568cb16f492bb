package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bitchat.edge.node.EdgeNode;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.time.Ids;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.outbox.Whereabouts;
import io.bitchat.transport.settings.Setting;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/transport")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transports")
public class TransportResource {
    private final EdgeNode node;
    private final Owner owner;
    private final Config config;
    private final Ids ids;

    TransportResource(EdgeNode node, Owner owner, Config config, Ids ids) {
        this.node = node;
        this.owner = owner;
        this.ids = ids;
        this.config = config;
    }

    @POST
    @Path("/send")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send a message from this node",
            description =
                    "The message is put on the disk first, then sent by the best transport. The answer is 200 if it"
                            + " was acknowledged within three seconds, and 202 if it waits.")
    @APIResponse(
            responseCode = "200",
            description = "Sent",
            content = @Content(schema = @Schema(implementation = SendAnswer.class)))
    @APIResponse(
            responseCode = "202",
            description = "Queued",
            content = @Content(schema = @Schema(implementation = SendAnswer.class)))
    public Uni<RestResponse<SendAnswer>> send(
            @NotNull(message = "a JSON object is needed") @Valid SendRequest request, @Context RoutingContext http) {
        return owner.only(http, () -> send(request.toMessage(node.id(), ids)));
    }

    private CompletionStage<RestResponse<SendAnswer>> send(Message message) {
        return node.router()
                .send(message, node.id())
                .thenApply(receipt -> SendAnswer.of(message.key(), receipt))
                .thenApply(answer -> RestResponse.status(
                        answer.isSent() ? RestResponse.Status.OK : RestResponse.Status.ACCEPTED, answer));
    }

    @POST
    @Path("/plan")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What would happen to a message",
            description = "Takes the same body as /transport/send, and sends nothing.")
    public Uni<PlanAnswer> plan(
            @NotNull(message = "a JSON object is needed") @Valid SendRequest request, @Context RoutingContext http) {
        return owner.only(
                http,
                () -> node.router().explain(request.toMessage(node.id(), ids)).thenApply(PlanAnswer::of));
    }

    @GET
    @Path("/messages/{messageId}")
    @Operation(
            summary = "Where a sent message is",
            description = "With the attempts of this run of the node. What has left is remembered for a while.")
    public Uni<WhereAnswer> where(
            @PathParam("messageId") @Identifier String messageId,
            @QueryParam("receiver_id") @Identifier @Nullable String receiverId,
            @Context RoutingContext http) {
        return owner.only(http, () -> {
            if (receiverId == null)
                throw Problem.invalid("receiver_id", "is missing; a message is known by its id and its receiver");
            return where(new MessageKey(node.id(), messageId, receiverId));
        });
    }

    private CompletionStage<WhereAnswer> where(MessageKey key) {
        return node.router().where(key).thenApply(where -> {
            if (where instanceof Whereabouts.Unknown) throw Problem.notFound("message", key.id());
            return WhereAnswer.of(key, where, node.router().trace(key));
        });
    }

    /** How much waits on this node. */
    @Schema(name = "TransportQueue")
    record QueueAnswer(int messages, long bytes) {}

    @GET
    @Path("/queue")
    @Operation(summary = "How much waits on this node")
    public Uni<QueueAnswer> queue(@Context RoutingContext http) {
        return owner.only(
                http, () -> node.router().queued().thenApply(size -> new QueueAnswer(size.messages(), size.bytes())));
    }

    /**
     * A setting.
     *
     * @param source {@code default}, or what the value comes from
     * @param allowed the values that are accepted
     */
    @Schema(name = "TransportSetting")
    record SettingAnswer(
            String key,
            String value,
            String source,
            @JsonProperty("default") String byDefault,
            String allowed) {}

    @GET
    @Path("/config")
    @Operation(summary = "The twelve settings of the transports")
    public Uni<List<SettingAnswer>> settings(@Context RoutingContext http) {
        return owner.only(
                http,
                () -> CompletableFuture.completedFuture(
                        Arrays.stream(Setting.values()).map(this::answer).toList()));
    }

    private SettingAnswer answer(Setting setting) {
        var source = config.getConfigValue(setting.key()).getSourceName();
        return new SettingAnswer(
                setting.key(),
                setting.of(node.settings()),
                source == null ? "default" : SourceNames.plain(source),
                setting.byDefault(),
                setting.range());
    }
}
