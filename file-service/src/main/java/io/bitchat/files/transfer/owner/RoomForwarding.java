package io.bitchat.files.transfer.owner;

import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.problem.ProblemAnswers;
import io.bitchat.kit.text.Identifier;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Passes requests about a room on to the replica that owns it, as they are. */
@ApplicationScoped
class RoomForwarding {
    private static final Pattern ROOM = Pattern.compile(Identifier.REGEX);
    /** Before all other routes. */
    private static final int FIRST = -1_000;

    private static final int CONNECTIONS = 128;
    private static final int MAX_WAITING = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    /** A request that was passed on once is answered where it came: two replicas that disagree do not play ball. */
    private static final String PASSED_ON = "X-Bitchat-Passed-On";

    /** What belongs to one connection (RFC 9110, section 7.6.1). */
    private static final Set<String> OF_THE_HOP = Set.of(
            "connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "host");

    private final RoomOwners owners;
    private final ProblemAnswers answers;
    private final HttpClient client;

    RoomForwarding(RoomOwners owners, ProblemAnswers answers, Vertx vertx) {
        this.owners = owners;
        this.answers = answers;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setMaxPoolSize(CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
    }

    void register(@Observes Router router) {
        router.route("/api/bitchat/rooms/:roomId/*").order(FIRST).handler(this::handle);
    }

    void stop(@Observes ShutdownEvent shutdown) {
        var _ = client.close();
    }

    private void handle(RoutingContext http) {
        // an id that is none is refused by the route that follows
        boolean isRoom = ROOM.matcher(http.pathParam("roomId")).matches();
        if (!isRoom || http.request().getHeader(PASSED_ON) != null) {
            http.next();
            return;
        }
        http.request().pause();
        Uni.createFrom()
                .deferred(() -> owners.elsewhere(http.pathParam("roomId")))
                .subscribe()
                .with(
                        other -> other.ifPresentOrElse(url -> passOn(http, url), () -> here(http)),
                        failure -> answers.answer(http, failure));
    }

    private static void here(RoutingContext http) {
        http.request().resume();
        http.next();
    }

    private void passOn(RoutingContext http, String url) {
        var options = new RequestOptions()
                .setMethod(http.request().method())
                .setAbsoluteURI(url + http.request().uri())
                .setTimeout(PATIENCE.toMillis());
        client.request(options)
                .compose(request -> send(http.request(), request))
                .onSuccess(response -> answer(http, response))
                .onFailure(failure -> answers.answer(
                        http, Problem.unavailable("room_moves", "the replica of the room does not answer; try again")));
    }

    private static Future<HttpClientResponse> send(HttpServerRequest from, HttpClientRequest to) {
        from.headers().forEach(header -> {
            if (!OF_THE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.putHeader(header.getKey(), header.getValue());
            }
        });
        to.putHeader(PASSED_ON, "1").putHeader("X-Forwarded-For", forwarded(from));
        if (from.getHeader("Content-Length") == null && from.getHeader("Transfer-Encoding") == null) return to.send();
        to.setChunked(from.getHeader("Content-Length") == null);
        return to.send(from);
    }

    private static String forwarded(HttpServerRequest from) {
        var before = from.getHeader("X-Forwarded-For");
        return before != null ? before : from.remoteAddress().hostAddress();
    }

    private static void answer(RoutingContext http, HttpClientResponse response) {
        var back = http.response().setStatusCode(response.statusCode());
        response.headers().forEach(header -> {
            if (!OF_THE_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                back.putHeader(header.getKey(), header.getValue());
            }
        });
        if (back.headers().get("Content-Length") == null) back.setChunked(true);
        response.pipeTo(back).onFailure(_ -> http.request().connection().close());
    }
}
