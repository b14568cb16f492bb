package io.bitchat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client over real sockets. The tests of terminal, bench and system use it against a real installation. */
class ApiClientTest {
    private static final int MAX_ANSWER = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;
    private ApiClient api;

    @BeforeEach
    void listen() throws Exception {
        server = done(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        api = new ApiClient(
                vertx,
                URI.create("http://127.0.0.1:" + server.actualPort()),
                ApiClient.Settings.defaults().withMaxAnswerBytes(MAX_ANSWER).withTimeoutMillis(2_000));
    }

    @AfterEach
    void close() throws Exception {
        done(vertx.close());
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/api/bitchat/token" ->
                request.response().end("{\"sent\":\"" + request.getHeader("authorization") + "\"}");
            case "/api/bitchat/problem" ->
                request.response().setStatusCode(409).end("{\"detail\":\"" + "x".repeat(600) + "\"}");
            case "/api/bitchat/long" -> request.response().end("x".repeat(MAX_ANSWER + 1));
            case "/api/bitchat/just" -> request.response().end("x".repeat(MAX_ANSWER));
            case "/api/bitchat/broken" ->
                request.response().setChunked(true).write("x").onComplete(_ -> request.connection()
                        .close());
            case "/api/bitchat/silent" -> {} // never answered
            case "/api/bitchat/auth/challenge" ->
                request.response().setStatusCode(404).end("{\"detail\":\"no such peer\"}");
            default -> request.response().setStatusCode(404).end();
        }
    }

    @Test
    void aTokenIsSentWhereThereIsOne() throws Exception {
        assertThat(done(api.get("/token", "abc")).json().getString("sent")).isEqualTo("Bearer abc");
        assertThat(done(api.get("/token", ApiClient.NO_TOKEN)).json().getString("sent"))
                .isEqualTo("null");
    }

    @Test
    void aProblemIsAnAnswerWithABoundedDetail() throws Exception {
        var answer = done(api.post("/problem", ApiClient.NO_TOKEN, new JsonObject()));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.isOk()).isFalse();
        assertThat(answer.isRetryable()).isFalse();
        assertThat(answer.problem()).hasSize(500);
        assertThat(done(api.get("/nowhere", ApiClient.NO_TOKEN)).problem()).isEqualTo("answered with status 404");
    }

    @Test
    void anAnswerThatIsTooLongIsNotBuffered() throws Exception {
        assertThat(done(api.get("/just", ApiClient.NO_TOKEN)).body().length()).isEqualTo(MAX_ANSWER);
        assertThatThrownBy(() -> done(api.get("/long", ApiClient.NO_TOKEN)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 1000 bytes");
    }

    @Test
    void aConnectionThatBreaksOrStaysSilentFailsTheCall() {
        assertThatThrownBy(() -> done(api.get("/broken", ApiClient.NO_TOKEN))).isInstanceOf(HttpClosedException.class);
        assertThatThrownBy(() -> done(api.get("/silent", ApiClient.NO_TOKEN))).isInstanceOf(TimeoutException.class);
    }

    @Test
    void whereNothingListensTheCallFailsAtOnce() throws Exception {
        done(server.close());

        assertThatThrownBy(() -> done(api.get("/token", ApiClient.NO_TOKEN))).isInstanceOf(ConnectException.class);
    }

    @Test
    void aRefusedChallengeIsTheAnswerToTheLogin() throws Exception {
        var key = new Signer() {
            @Override
            public String publicKey() {
                return "";
            }

            @Override
            public String sign(String text) {
                throw new AssertionError("nothing to sign");
            }
        };

        var answer = done(new Authentication(api).token("alice", key));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.problem()).isEqualTo("no such peer");
    }

    private static <T> T done(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Test
    void aCallWithoutAnAnswerFailsWhenTheClientIsClosed() throws Exception {
        var call = api.get("/silent", ApiClient.NO_TOKEN);
        done(api.close());

        assertThatThrownBy(() -> done(call)).isNotInstanceOf(TimeoutException.class);
    }
}
