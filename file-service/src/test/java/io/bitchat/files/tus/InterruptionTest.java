package io.bitchat.files.tus;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.download;
import static io.bitchat.files.tus.Tus.begin;
import static io.bitchat.files.tus.Tus.id;
import static io.bitchat.files.tus.Tus.offset;
import static io.bitchat.files.tus.Tus.patch;
import static io.bitchat.files.tus.Tus.slice;
import static io.bitchat.files.tus.Tus.tus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Wire;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Connections that break, hang, or compete. */
@QuarkusTest
@RealServers
class InterruptionTest {
    private static final int SIZE = 4 * Files.CHUNK + 4_321;

    private final byte[] bytes = bytes(SIZE, 1);

    /** Sends the head of a request; the test sends the body. */
    private static Socket open(String path, long offset, long length) throws IOException {
        return Wire.open(
                "PATCH " + path,
                "Tus-Resumable: 1.0.0\r\nContent-Type: " + Tus.BYTES + "\r\nUpload-Offset: " + offset
                        + "\r\nContent-Length: " + length + "\r\n\r\n");
    }

    @Test
    void whatCameBeforeTheConnectionBrokeIsKept() throws Exception {
        var random = new Random(7);
        var path = begin(SIZE);
        long at = 0;
        long reached = 0;
        // a round on a busy machine may bring nothing: the connection is lost before its request is read
        var deadline = Instant.now().plusSeconds(60);
        while (at < SIZE) {
            assertThat(Instant.now()).isBefore(deadline);
            int sent = Math.min(SIZE - (int) at, 1 + random.nextInt(Files.CHUNK + 200_000));
            long before = at;
            try (var socket = open(path, at, SIZE - at)) {
                socket.getOutputStream().write(bytes, (int) at, sent);
                socket.getOutputStream().flush();
                if (at + sent == SIZE) assertThat(Wire.status(socket)).isIn(204, 409, 423);
            }
            reached = Math.max(reached, at + sent);
            // some bytes may be lost with the connection, and a request on an earlier connection may finish after this
            // one
            at = offset(path);
            assertThat(at).isBetween(before, reached);
        }

        assertThat(Files.sha256(download(id(path)))).isEqualTo(Files.sha256(bytes));
    }

    /** The server does not know that the old connection is lost, but the client can continue. */
    @Test
    void whoComesBackTakesOverFromAConnectionThatHangs() throws Exception {
        var path = begin(SIZE);
        try (var hanging = open(path, 0, SIZE)) {
            hanging.getOutputStream().write(bytes, 0, 1_500_000);
            hanging.getOutputStream().flush();
            awaitChunk(path);

            long at = offset(path);
            assertThat(at).isBetween((long) Files.CHUNK, 1_500_000L);
            assertThat(Wire.status(hanging)).isEqualTo(423);
            patch(path, at, slice(bytes, (int) at, SIZE)).statusCode(204);
        }
        assertThat(download(id(path))).isEqualTo(bytes);
    }

    @Test
    void aRequestStopsTheOneBefore() throws Exception {
        var path = begin(SIZE);
        try (var hanging = open(path, 0, SIZE)) {
            hanging.getOutputStream().write(bytes, 0, Files.CHUNK);
            hanging.getOutputStream().flush();
            awaitChunk(path);

            patch(path, Files.CHUNK, slice(bytes, Files.CHUNK, SIZE)).statusCode(204);

            assertThat(Wire.status(hanging)).isEqualTo(423);
        }
        assertThat(download(id(path))).isEqualTo(bytes);
    }

    @Test
    void aTerminationStopsTheRequestThatSends() throws Exception {
        var path = begin(SIZE);
        try (var hanging = open(path, 0, SIZE)) {
            hanging.getOutputStream().write(bytes, 0, 1_500_000);
            hanging.getOutputStream().flush();
            awaitChunk(path);

            tus().delete(path).then().statusCode(204);

            assertThat(Wire.status(hanging)).isEqualTo(423);
        }
        patch(path, 0, bytes).statusCode(410);
    }

    /** Whatever the interleaving, no client is told of bytes that are not stored, and the file is right in the end. */
    @Test
    void twoAtATimeLeaveOneGoodFile() throws Exception {
        var path = begin(SIZE);
        Callable<Integer> client = () -> {
            int last = 0;
            for (long at = offset(path); at < SIZE; at = offset(path)) {
                int end = (int) Math.min(SIZE, at + 700_000);
                var answer = patch(path, at, slice(bytes, (int) at, end)).extract();
                last = answer.statusCode();
                assertThat(last).isIn(204, 409, 423);
            }
            return last;
        };
        try (var clients = Executors.newFixedThreadPool(2)) {
            for (var end : clients.invokeAll(
                    IntStream.range(0, 2).mapToObj(_ -> client).toList())) {
                assertThat(end.get()).isIn(0, 204, 409, 423);
            }
        }

        assertThat(download(id(path))).isEqualTo(bytes);
    }

    private static void awaitChunk(String path) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.get(id(path)).extract().<Integer>path("uploaded_chunks") > 0);
    }
}
