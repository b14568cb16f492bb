package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String END = "\r\n\r\n";
    private Suite suite;
    private final AtomicInteger completed = new AtomicInteger();

    @BeforeEach
    void start() {
        suite = new Suite(Suite.QUICK, List.of("*"));
        suite.onMessage = request -> request.body().onSuccess(body -> {
            completed.incrementAndGet();
            request.response().end("got " + body.length());
        });
    }

    @AfterEach
    void stop() {
        suite.close();
    }

    @Test
    void refusesADeclaredBodyBeforeItIsSent() throws IOException {
        String answer = suite.raw("POST /api/bitchat/messages/send HTTP/1.1\r\nHost: x\r\nContent-Length: 65537" + END);

        assertThat(answer).startsWith("HTTP/1.1 413").contains("payload_too_large", "65536");
        assertThat(completed).hasValue(0);
    }

    @Test
    void countsAChunkedBody() throws IOException {
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";

        String answer = suite.raw("POST /api/bitchat/messages/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked"
                + END + chunk.repeat(5));

        assertThat(answer).startsWith("HTTP/1.1 413").contains("payload_too_large");
        assertThat(completed).hasValue(0);
    }

    /** Many clients send the whole body before they read the answer. */
    @Test
    void aLongBodyMayComeToItsEndAfterItsAnswer() throws Exception {
        try (var patient = new Suite()) {
            var refused = new CountDownLatch(1);
            patient.onFile = request -> {
                request.response().setStatusCode(404).end("no such file");
                refused.countDown();
            };
            try (var client = new RawClient(patient.port())) {
                client.send(RawClient.head("PATCH /api/bitchat/files/tus/f", "Content-Length: 10000000"));
                client.send("x".repeat(100_000));
                assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
                for (int i = 1; i < 30; i++) {
                    TimeUnit.MILLISECONDS.sleep(100); // a slow line, for longer than a refused client may linger
                    client.send("x".repeat(100_000));
                }

                assertThat(client.in().readNBytes(12)).asString().isEqualTo("HTTP/1.1 404");
            }
        }
    }

    @Test
    void letsABodyAtTheLimitPass() {
        assertThat(suite.post("/api/bitchat/messages/send", "x".repeat(65_536)).body())
                .isEqualTo("got 65536");
    }

    /** The service limits the length of the file. */
    @Test
    void anUploadByTusMayBeAsLongAsAFile() {
        suite.onFile =
                request -> request.body().onSuccess(body -> request.response().end("got " + body.length()));

        assertThat(suite.post("/api/bitchat/files/tus/file_1", "x".repeat(1 << 20))
                        .body())
                .isEqualTo("got 1048576");
        assertThat(suite.post("/api/bitchat/files/file_1/tus", "x".repeat(1 << 20))
                        .statusCode())
                .isEqualTo(413);
        assertThat(suite.post("/api/bitchat/files/tus/file_1/more", "x".repeat(1 << 20))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void asksForTheBodyOfAClientThatWaits() throws IOException {
        try (var socket = new Socket("127.0.0.1", suite.port())) {
            socket.setSoTimeout(20_000);
            write(
                    socket,
                    "POST /api/bitchat/messages/send HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                            + "Connection: close\r\nContent-Length: 2" + END);
            byte[] head = socket.getInputStream().readNBytes(25);
            write(socket, "hi");

            assertThat(new String(head, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
            assertThat(Suite.readAll(socket.getInputStream())).contains("got 2");
        }
    }

    @Test
    void boundsTheRequestLineAndTheHeaders() throws IOException {
        String line = suite.raw("GET /api/bitchat/peers?q=" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x" + END);
        String headers = suite.raw("GET /api/bitchat/peers HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(17_000) + END);

        assertThat(line).startsWith("HTTP/1.0 414").contains("uri_too_long");
        assertThat(headers).startsWith("HTTP/1.1 431").contains("headers_too_large");
    }

    @Test
    void refusesWhatIsNotHttp() throws IOException {
        assertThat(suite.raw("\u0001\u0002 nonsense" + END))
                .startsWith("HTTP/1.0 400")
                .contains("malformed_request");
        assertThat(suite.raw("POST /api/bitchat/messages/send HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked"
                        + END))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void closesAConnectionThatNeverFinishesItsHead() throws IOException {
        assertThat(suite.raw("GET /api/bitchat/peers HTTP/1.1\r\nHost: ")).isEmpty();
    }

    @Test
    void refusesABodyThatDripsIn() throws IOException {
        String answer =
                suite.raw("POST /api/bitchat/messages/send HTTP/1.1\r\nHost: x\r\nContent-Length: 100" + END + "{");

        assertThat(answer).startsWith("HTTP/1.1 408").contains("request_timeout");
        assertThat(completed).hasValue(0);
    }

    @Test
    void closesIdleConnections() throws IOException {
        String answer = suite.raw("GET /q/health/live HTTP/1.1\r\nHost: x" + END);

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
