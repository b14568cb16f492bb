package io.bitchat.files.hostile;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.bitchat.files.Wire;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Clients that hang up at any moment of a request. What they began is finished or undone, and what they had borrowed is
 * returned.
 */
@QuarkusTest
@RealServers
class AbortTest {
    private static final int ABORTS = 25;
    private static final int AT_ONCE = 40;
    private static final int LATEST_MILLIS = 50;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Rows rows;
    private final long seed = System.nanoTime();
    private final byte[] bytes = bytes(3 * Files.CHUNK, 1);

    AbortTest(Rows rows) {
        this.rows = rows;
    }

    /** A request, with the part of its body to send. */
    private record Begun(String line, String head, byte[] body) {}

    @Test
    void nothingIsLostWithThoseWhoHangUp() {
        var file = upload(bytes);
        var stored = begin(bytes.length);
        var tus = tusUpload();
        var moments = new Random(seed);
        var requests = new ArrayList<Begun>();
        for (int i = 0; i < ABORTS; i++) {
            requests.add(get(file + "/download", ""));
            requests.add(get(file + "/download", "Range: bytes=1000-\r\n"));
            requests.add(get(file + "/chunks/1", ""));
            requests.add(get(file + "/chunks/1/proof", ""));
            requests.add(get(file + "/chunks", ""));
            requests.add(chunk(stored, moments.nextInt(2)));
            requests.add(patch(tus));
            requests.add(new Begun("HEAD " + tus, "Tus-Resumable: 1.0.0\r\n\r\n", new byte[0]));
            requests.add(creation());
        }

        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var all = requests.stream()
                    .map(request -> {
                        long nanos = TimeUnit.MICROSECONDS.toNanos(moments.nextInt(1_000 * LATEST_MILLIS));
                        return CompletableFuture.runAsync(() -> hangUp(request, nanos), threads);
                    })
                    .toList();
            all.forEach(CompletableFuture::join);
        }

        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(held()).as("seed %d", seed).allMatch(line -> line.endsWith(" 0.0")));
        // a short pause between two statements is normal, a second is not
        Awaitility.await().atMost(LONG).untilAsserted(() -> assertThat(rows.all("select from pg_stat_activity"
                        + " where state like 'idle in transaction%'"
                        + " and state_change < now() - interval '1 second'"))
                .isEmpty());
        everyRouteAnswers(file, stored, tus);
    }

    private static Begun get(String path, String head) {
        return new Begun("GET " + Files.ROOT + "/" + path, head + "\r\n", new byte[0]);
    }

    private Begun chunk(String file, int index) {
        return new Begun(
                "POST " + Files.ROOT + "/" + file + "/chunks/" + index,
                "Content-Type: application/octet-stream\r\nContent-Length: " + Files.CHUNK + "\r\n\r\n",
                part(bytes, index));
    }

    private Begun patch(String tus) {
        return new Begun(
                "PATCH " + tus,
                "Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                        + "Content-Length: " + bytes.length + "\r\n\r\n",
                bytes);
    }

    private Begun creation() {
        return new Begun(
                "POST " + Files.ROOT + "/tus",
                "Tus-Resumable: 1.0.0\r\nUpload-Length: " + Files.CHUNK + "\r\nUpload-Metadata: uploaded_by "
                        + java.util.Base64.getEncoder()
                                .encodeToString(Files.someone().getBytes(StandardCharsets.US_ASCII))
                        + "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + Files.CHUNK
                        + "\r\n\r\n",
                part(bytes, 0));
    }

    private static String tusUpload() {
        return given().header("Tus-Resumable", "1.0.0")
                .header("Upload-Length", 3 * Files.CHUNK)
                .post(Files.ROOT + "/tus")
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
    }

    /** Sends as much as possible until the given time, then resets the connection. */
    private static void hangUp(Begun request, long nanos) {
        long end = System.nanoTime() + nanos;
        try (var socket = Wire.open(request.line(), request.head())) {
            for (int at = 0; at < request.body().length && System.nanoTime() < end; at += 65_536) {
                socket.getOutputStream().write(request.body(), at, Math.min(65_536, request.body().length - at));
            }
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime())
                LockSupport.parkNanos(left);
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            if (e instanceof java.net.ConnectException) throw new UncheckedIOException(e);
            // the server closed first
        }
    }

    /** Metrics of borrowed memory and of chunks in flight. */
    private static List<String> held() {
        return given().get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.matches("(bitchat_files_(download_)?memory|bitchat_files_chunks_in_flight)[ {].*"))
                .toList();
    }

    private void everyRouteAnswers(String file, String stored, String tus) {
        // more requests than database connections
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 30)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> Files.get(file + "/chunks/" + i % 3 + "/proof")
                                    .statusCode(200),
                            threads))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
        assertThat(Files.download(file)).isEqualTo(bytes);
        for (int index = 0; index < 3; index++)
            raw(stored, index, part(bytes, index)).statusCode(200);
        assertThat(Files.download(stored)).isEqualTo(bytes);
        int offset = Integer.parseInt(given().header("Tus-Resumable", "1.0.0")
                .head(tus)
                .then()
                .statusCode(200)
                .extract()
                .header("Upload-Offset"));
        if (offset < bytes.length) {
            given().header("Tus-Resumable", "1.0.0")
                    .header("Upload-Offset", offset)
                    .contentType("application/offset+octet-stream")
                    .body(java.util.Arrays.copyOfRange(bytes, offset, bytes.length))
                    .patch(tus)
                    .then()
                    .statusCode(204);
        }
        assertThat(Files.download(tus.substring(tus.lastIndexOf('/') + 1))).isEqualTo(bytes);
    }
}
