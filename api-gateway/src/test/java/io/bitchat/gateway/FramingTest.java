package io.bitchat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing of requests and answers (RFC 9112 6): unambiguous, or refused. */
class FramingTest {
    private static final String NEXT =
            "GET /api/bitchat/stats HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    private static Suite suite;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeAll
    static void start() {
        suite = new Suite();
    }

    @AfterAll
    static void stop() {
        suite.close();
    }

    @BeforeEach
    void count() {
        asked.set(0);
        suite.onMessage = request -> {
            asked.incrementAndGet();
            request.response().end("answered");
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
                "Content-Length: 2, 3\r\n\r\nabc",
                "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "Content-Length: +3\r\n\r\nabc",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 0x3\r\n\r\nabc",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 3\n\nabc",
                "Host: other\r\nContent-Length: 0\r\n\r\n",
            })
    void refusesWhatOthersMayReadDifferently(String rest) throws IOException {
        String answer = suite.raw("POST /api/bitchat/messages/send HTTP/1.1\r\nHost: localhost\r\n" + rest + NEXT);

        assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed_request");
        assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/bitchat/messages/send HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n"
                        + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/bitchat/messages/send HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/bitchat/messages/send HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
                "POST /api/bitchat/messages/send HTTP/1.1\r\nHost: localhost\r\n: x\r\nContent-Length: 0\r\n\r\n",
                "GET /api/bitchat/ws/a HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Length: 5\r\n\r\nhello"
            })
    void refusesHeadsThatOthersMayReadDifferently(String request) throws IOException {
        String answer = suite.raw(request + NEXT);

        assertThat(answer).startsWith("HTTP/1.").contains(" 400 ").contains("malformed_request");
        assertThat(answer.split("HTTP/1\\.[01] [0-9]", -1)).as(answer).hasSize(2);
        assertThat(asked).hasValue(0);
    }

    @Test
    void passesChunksOfAllFormsOn() throws IOException {
        suite.onMessage =
                request -> request.body().onSuccess(body -> request.response().end("got " + body));

        String answer = suite.raw(RawClient.head("POST /api/bitchat/messages/send", "Transfer-Encoding: chunked")
                + "0003\r\nabc\r\nA;name=\"value\"\r\n0123456789\r\n1\r\nx\r\n0;last\r\nTrailer: y\r\n\r\n" + NEXT);

        assertThat(answer).contains("got abc0123456789x");
        assertThat(answer.split("HTTP/1\\.1 200", -1)).as(answer).hasSize(3);
    }

    /** The head was valid, so the connection is the only way to report the error. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\n\n",
                "zz\r\n\r\n",
                "3\nabc\r\n0\r\n\r\n",
                "3\r\nabcX\r\n0\r\n\r\n",
                "-1\r\n\r\n",
                "100000003\r\nabc\r\n0\r\n\r\n",
                "1000000000000003\r\nabc\r\n0\r\n\r\n",
                "80000000\r\nabc\r\n0\r\n\r\n",
                "3 g\r\nabc\r\n0\r\n\r\n",
                " 3\r\nabc\r\n0\r\n\r\n",
                "3;a\nb\r\nabc\r\n0\r\n\r\n",
                "0\r\nTrailer: a\nb\r\n\r\n",
                "3\r;\r\nabc\r\n0\r\n\r\n"
            })
    void closesAtAChunkThatOthersMayReadDifferently(String chunks) throws IOException {
        String answer = suite.raw(
                RawClient.head("POST /api/bitchat/messages/send", "Transfer-Encoding: chunked") + chunks + NEXT);

        assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSizeLessThanOrEqualTo(2);
        assertThat(answer).doesNotContain("answered");
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void anAnswerWithoutABodySaysNothingOfOne(int status) throws IOException {
        suite.onFile = request -> request.response()
                .setStatusCode(status)
                .putHeader("etag", "\"x\"")
                .putHeader("connection", "keep-alive")
                .end();

        String answer = suite.raw(RawClient.head("GET /api/bitchat/files/f", "If-None-Match: \"x\"") + NEXT);

        String first = answer.substring(0, answer.indexOf("\r\n\r\n")).toLowerCase(java.util.Locale.ROOT);
        assertThat(first)
                .startsWith("http/1.1 " + status)
                .contains("etag: \"x\"")
                .doesNotContain("transfer-encoding", "content-length");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).startsWith("HTTP/1.1 200");
    }

    @Test
    void theAnswerToHeadSaysHowLongTheBodyWouldBe() throws IOException {
        suite.onFile = request ->
                request.response().putHeader("content-length", "12345").end();

        String answer = suite.raw(RawClient.head("HEAD /api/bitchat/files/f") + NEXT);

        assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: 12345");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).startsWith("HTTP/1.1 200");
    }

    /** HTTP/1.0 has no chunked coding: the body ends with the connection. */
    @Test
    void answersAnOldClientWithoutChunks() throws IOException {
        suite.onFile = request -> {
            request.response().setChunked(true).write("some ");
            request.response().end("more");
        };

        String answer = suite.raw("GET /api/bitchat/files/f HTTP/1.0\r\nHost: localhost\r\n\r\n");

        assertThat(answer).endsWith("\r\n\r\nsome more").doesNotContainIgnoringCase("transfer-encoding");
        assertThat(suite.raw("GET /api/bitchat/files/f HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"))
                .endsWith("\r\n\r\nsome more");
    }

    @Test
    void passesAChunkedBodyOnWithItsLength() throws IOException {
        suite.onMessage = request -> request.body().onSuccess(body -> request.response()
                .end(request.getHeader("content-length") + " " + request.getHeader("transfer-encoding") + " " + body));

        String answer = suite.raw(
                RawClient.head("POST /api/bitchat/messages/send", "Transfer-Encoding: chunked", "Connection: close")
                        + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");

        assertThat(answer).endsWith("5 null abcde");
    }
}
