package io.bitchat.messages.send;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.RequestTrace;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Forwards group messages to the group service, which knows the members, and passes its answer to the sender. */
@ApplicationScoped
class GroupSending {
    private static final int CONNECTIONS = 64;
    private static final int MAX_WAITING = 2_000;
    private static final List<String> PASSED_ON = List.of("Authorization", "Idempotency-Key", "X-Peer-Id");
    private static final List<String> PASSED_BACK = List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE);

    private final HttpClient client;
    private final GroupConfig config;
    private final ObjectMapper json;

    GroupSending(Vertx vertx, GroupConfig config, ObjectMapper json) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
        this.config = config;
        this.json = json.copy().setSerializationInclusion(JsonInclude.Include.NON_NULL);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        var _ = client.close();
    }

    /** The answer of the group service, whatever its status; 503 if it does not answer. */
    Uni<Response> send(String groupId, SendRequest request, RoutingContext http) {
        return Uni.createFrom()
                .completionStage(() -> exchange(options(groupId, http), body(request)))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .transform(failure -> unavailable(failure, http));
    }

    private java.util.concurrent.CompletionStage<Response> exchange(RequestOptions options, Buffer body) {
        return client.request(options)
                .compose(request -> request.send(body)
                        // nested, so that the body handler is set before the body can arrive, whatever the calling
                        // thread
                        .compose(answer -> answer.body().map(bytes -> toResponse(answer, bytes))))
                .toCompletionStage();
    }

    private RequestOptions options(String groupId, RoutingContext http) {
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.url()
                        .resolve("/api/bitchat/groups/" + groupId + "/messages")
                        .toString())
                .setTimeout(config.timeout().toMillis())
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .putHeader(TraceContext.HEADER, RequestTrace.of(http).wire())
                // the group service also counts callers without a token by address
                .putHeader("X-Forwarded-For", http.request().remoteAddress().hostAddress());
        for (var name : PASSED_ON) {
            var value = http.request().getHeader(name);
            if (value != null) options.putHeader(name, value);
        }
        return options;
    }

    private Buffer body(SendRequest request) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(request));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }

    private static Response toResponse(HttpClientResponse answer, Buffer body) {
        var response = Response.status(answer.statusCode()).entity(body.getBytes());
        var type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        response.header(HttpHeaders.CONTENT_TYPE, type == null ? MediaType.APPLICATION_JSON : type);
        for (var name : PASSED_BACK) {
            var value = answer.getHeader(name);
            if (value != null) response.header(name, value);
        }
        return response.build();
    }

    private static Problem unavailable(Throwable failure, RoutingContext http) {
        Log.warnf("group service does not answer trace_id=%s cause=%s", RequestTrace.idOf(http), failure);
        return Problem.unavailable(
                "groups_unavailable", "groups are unavailable; send again with the same Idempotency-Key or message_id");
    }
}
