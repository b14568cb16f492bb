package io.bitchat.s3;

import static io.bitchat.s3.ScriptedServer.bytes;
import static io.bitchat.s3.ScriptedServer.error;
import static io.bitchat.s3.ScriptedServer.late;
import static io.bitchat.s3.ScriptedServer.status;
import static io.bitchat.s3.ScriptedServer.stored;
import static io.bitchat.s3.ScriptedServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.Headers;
import io.bitchat.s3.S3Error.Kind;
import io.bitchat.s3.S3Settings.Limits;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Reactions of a bucket to responses that a correct server never sends. The store contract in file-service tests real
 * objects.
 */
class S3BucketTest {
    private static final Limits LIMITS = new Limits(4, 8, Duration.ofSeconds(1), Duration.ofSeconds(5), 3);

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void triesAgainWhatMayPass() throws Exception {
        server.then(status(503)).then(error(503, "SlowDown")).then(stored());

        try (var bucket = bucket(LIMITS)) {
            bucket.put("key", new byte[10]).get();
        }

        assertThat(server.requests()).containsExactly("PUT /bucket/key", "PUT /bucket/key", "PUT /bucket/key");
    }

    /** The check value of CRC-32C is in RFC 3720 and in every catalogue of CRCs. */
    @Test
    void sendsACrcInPlaceOfASignedHash() throws Exception {
        var headers = new CompletableFuture<Headers>();
        server.then(exchange -> {
            headers.complete(exchange.getRequestHeaders());
            stored().to(exchange);
        });

        try (var bucket = bucket(LIMITS)) {
            bucket.putSealed("key", "123456789".getBytes(StandardCharsets.US_ASCII))
                    .get();
        }

        assertThat(headers.get().getFirst("x-amz-content-sha256")).isEqualTo("UNSIGNED-PAYLOAD");
        assertThat(headers.get().getFirst("x-amz-checksum-crc32c"))
                .isEqualTo(Base64.getEncoder().encodeToString(HexFormat.of().parseHex("e3069283")));
        assertThat(headers.get().getFirst("Authorization")).contains("x-amz-checksum-crc32c");
    }

    /** The SHA-256 of the empty input, as in FIPS 180-4. */
    @Test
    void signsTheHashWhereThatIsWanted() throws Exception {
        var headers = new CompletableFuture<Headers>();
        server.then(exchange -> {
            headers.complete(exchange.getRequestHeaders());
            stored().to(exchange);
        });

        try (var bucket = new S3Bucket(server.settings(LIMITS).withSignPayload(true))) {
            bucket.putSealed("key", new byte[0]).get();
        }

        assertThat(headers.get().getFirst("x-amz-content-sha256"))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(headers.get().getFirst("x-amz-checksum-crc32c")).isNull();
    }

    /** Requests go through a proxy, so the host names need not exist. */
    @ParameterizedTest
    @CsvSource({"true, http://s3.example.org:9000/chunks/key", "false, http://chunks.s3.example.org:9000/key"})
    void theBucketIsInThePathOrInTheHost(boolean pathStyle, String asked) throws Exception {
        server.then(stored()).then(bytes(new byte[10]));
        var settings = new S3Settings(
                URI.create("http://s3.example.org:9000"),
                "eu-central-1",
                "chunks",
                new S3Settings.Credentials("somebody", "secret"),
                pathStyle,
                LIMITS);

        try (var bucket = new S3Bucket(settings, server.address())) {
            bucket.put("key", new byte[10]).get();
            assertThat(bucket.get("key", 10).get()).hasSize(10);
        }

        assertThat(server.requests()).containsExactly("PUT " + asked, "GET " + asked);
    }

    @Test
    void givesUpAfterItsAttempts() {
        server.then(status(500));

        var error = troubleOf(bucket(LIMITS).get("key", 10));

        assertThat(error.kind()).isEqualTo(Kind.RETRYABLE);
        assertThat(error).hasMessage("it answers 500");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey, MISSING",
        "404, NoSuchBucket, NO_BUCKET",
        "403, AccessDenied, DENIED",
        "403, InvalidAccessKeyId, DENIED",
        "403, SignatureDoesNotMatch, DENIED",
        "400, QuotaExceeded, FULL",
        "400, EntityTooLarge, FULL",
        "412, PreconditionFailed, EXISTS",
        "400, SlowDown, RETRYABLE",
        "418, SomethingElse, PERMANENT"
    })
    void anAnswerSaysWhatKindOfTroubleItIs(int status, String code, Kind kind) {
        server.then(error(status, code));

        var error = troubleOf(bucket(LIMITS.withAttempts(1)).put("key", new byte[10]));

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error).hasMessage(code + ": for some reason");
    }

    @Test
    void aFullServerIsNotAskedAgain() {
        server.then(error(507, "XMinioStorageFull"));

        assertThat(troubleOf(bucket(LIMITS).put("key", new byte[10])).kind()).isEqualTo(Kind.FULL);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aServerThatIsNoneOfS3IsNotUnderstood() {
        server.then(text(404, "text/html", "<h1>Not here</h1>"));

        assertThat(troubleOf(bucket(LIMITS).get("key", 10)).kind()).isEqualTo(Kind.PERMANENT);
    }

    @Test
    void nothingListensIsPassing() {
        server.close();

        assertThat(troubleOf(bucket(LIMITS).put("key", new byte[10])).kind()).isEqualTo(Kind.RETRYABLE);
    }

    @Test
    void anAnswerThatIsLateIsNotWaitedFor() {
        server.then(late(Duration.ofSeconds(4), bytes(new byte[10])));
        long begin = System.nanoTime();

        var error = troubleOf(bucket(LIMITS.withRequest(Duration.ofMillis(300)).withAttempts(1))
                .get("key", 10));

        assertThat(error.kind()).isEqualTo(Kind.RETRYABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void noMoreIsReadThanOneByteTooMany() throws Exception {
        server.then(bytes(new byte[5_000_000]));

        try (var bucket = bucket(LIMITS)) {
            assertThat(bucket.get("key", 100).get()).hasSize(101);
        }
    }

    @Test
    void isReadAsItComesInAndNoFurtherThanWanted() throws Exception {
        server.then(bytes(new byte[] {1, 2, 3})).then(bytes(new byte[5_000_000]));

        try (var bucket = bucket(LIMITS)) {
            assertThat(bucket.get("key", InputStream::readAllBytes).get()).containsExactly(1, 2, 3);
            assertThat(bucket.get("key", bytes -> bytes.readNBytes(4)).get()).hasSize(4);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForAWholeOne() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write(new byte[500]);
        });
        var bucket = bucket(LIMITS.withAttempts(1));

        assertThat(troubleOf(bucket.get("key", 1_000)).kind()).isEqualTo(Kind.RETRYABLE);
        assertThat(troubleOf(bucket.get("key", bytes -> bytes.readNBytes(1_000)))
                        .kind())
                .isEqualTo(Kind.RETRYABLE);
    }

    @Test
    void anExplanationWithoutEndIsCutOff() {
        server.then(text(403, "application/xml", "<Error>" + "x".repeat(1 << 20)));

        assertThat(troubleOf(bucket(LIMITS).put("key", new byte[10])).getMessage())
                .hasSizeLessThan(2_000);
    }

    @Test
    void whoComesWhenTooManyWaitIsRefused() {
        server.then(late(Duration.ofSeconds(1), stored()));
        var bucket = bucket(LIMITS);
        var puts = new ArrayList<CompletableFuture<Void>>();

        for (int put = 0; put < 13; put++) puts.add(bucket.put("key", new byte[10]));

        assertThat(troubleOf(puts.getLast())).hasMessage("too many requests wait for a connection");
        assertThat(puts.subList(0, 12)).allSatisfy(put -> assertThat(put).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void aBucketThatSomebodyElseJustMadeIsAsGood() {
        server.then(error(409, "BucketAlreadyOwnedByYou"));

        assertThat(bucket(LIMITS).create()).succeedsWithin(Duration.ofSeconds(10));
    }

    private S3Bucket bucket(Limits limits) {
        return new S3Bucket(server.settings(limits));
    }

    private static S3Error troubleOf(CompletableFuture<?> request) {
        return S3Error.of(assertThrows(ExecutionException.class, request::get));
    }
}
