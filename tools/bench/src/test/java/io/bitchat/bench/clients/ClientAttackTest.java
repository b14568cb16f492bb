package io.bitchat.bench.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClientOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each attack must do what its name says; otherwise it measures nothing. */
class ClientAttackTest {
    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aSlowHeadIsNoRequest() throws Exception {
        attack(ClientAttack.SLOW_HEAD, request -> seen.add("request"));

        assertThat(seen.poll(2, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void aSlowBodyBegins() throws Exception {
        attack(ClientAttack.SLOW_BODY, request -> {
            request.handler(piece -> seen.add(request.uri() + " " + piece));
            request.endHandler(_ -> seen.add("whole"));
        });

        assertThat(next()).isEqualTo("/api/bitchat/messages/send {");
        assertThat(next()).endsWith("send  ");
    }

    @Test
    void aSlowReaderAsksForTheFile() throws Exception {
        attack(ClientAttack.SLOW_READER, request -> seen.add(request.uri()));

        assertThat(next()).isEqualTo("/file");
    }

    @Test
    void socketsOpenAndPing() throws Exception {
        attack(ClientAttack.ENDLESS_PING, request -> request.toWebSocket().onSuccess(socket -> {
            seen.add(socket.uri());
            socket.textMessageHandler(seen::add);
        }));

        assertThat(next()).isEqualTo("/api/bitchat/ws/victim");
        assertThat(next()).isEqualTo("{\"type\":\"ping\"}");
        assertThat(next()).isEqualTo("{\"type\":\"ping\"}");
    }

    @Test
    void aRefusedUpgradeIsAskedForAgainOverOneConnection() throws Exception {
        attack(ClientAttack.REFUSED_UPGRADE, request -> {
            seen.add(request.connection().remoteAddress().toString());
            request.response().setStatusCode(422).end();
        });

        assertThat(next()).isEqualTo(next());
    }

    @Test
    void aResetConnectionIsFollowedByAnother() throws Exception {
        attack(ClientAttack.RESET, request -> request.connection().closeHandler(_ -> seen.add("gone")));

        assertThat(next()).isEqualTo("gone");
        assertThat(next()).isEqualTo("gone");
    }

    private void attack(ClientAttack attack, Consumer<HttpServerRequest> server) throws Exception {
        HttpServer listening = vertx.createHttpServer()
                .requestHandler(server::accept)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        var target = new Slot.Target("127.0.0.1", listening.actualPort(), List.of("victim"), "/file");
        var client = vertx.createNetClient(new NetClientOptions().setSoLinger(0));
        vertx.runOnContext(_ -> new Slot(vertx, client, target, attack, outcomes, 0).open());
    }

    private String next() throws InterruptedException {
        String next = seen.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("something within 20 s").isNotNull();
        return String.valueOf(next);
    }
}
