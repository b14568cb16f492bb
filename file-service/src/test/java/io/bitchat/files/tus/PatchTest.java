package io.bitchat.files.tus;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.download;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.tus.Tus.begin;
import static io.bitchat.files.tus.Tus.head;
import static io.bitchat.files.tus.Tus.id;
import static io.bitchat.files.tus.Tus.offset;
import static io.bitchat.files.tus.Tus.patch;
import static io.bitchat.files.tus.Tus.slice;
import static io.bitchat.files.tus.Tus.tus;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class PatchTest {
    private final Rows rows;

    PatchTest(Rows rows) {
        this.rows = rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100_000, Files.CHUNK, Files.CHUNK + 1, 7 * Files.CHUNK + 123})
    void aFileComesInOnePiece(int size) {
        var bytes = bytes(size, size);
        var path = begin(size);

        patch(path, 0, bytes)
                .statusCode(204)
                .header("Upload-Offset", Integer.toString(size))
                .header("Upload-Expires", nullValue())
                .header("Tus-Resumable", "1.0.0");

        assertThat(download(id(path))).isEqualTo(bytes);
        head(path).header("Upload-Offset", Integer.toString(size)).header("Upload-Expires", nullValue());
        patch(path, size, new byte[0]).statusCode(204);
        patch(path, size, new byte[1]).statusCode(413);
    }

    /** Each request sends less than a chunk, so it continues with the tail of the previous one. */
    @Test
    void piecesOfAnyLengthMakeTheFile() {
        int size = 2 * Files.CHUNK + 50_000;
        var bytes = bytes(size, 3);
        var path = begin(size);

        for (int at = 0; at < size; at += 100_000) {
            int end = Math.min(size, at + 100_000);
            patch(path, at, slice(bytes, at, end)).statusCode(204).header("Upload-Offset", Integer.toString(end));
            assertThat(offset(path)).isEqualTo(end);
        }

        assertThat(download(id(path))).isEqualTo(bytes);
        assertThat(rows.all("select from tus_tails where file_id = $1", id(path)))
                .isEmpty();
        assertThat(Path.of("target/files", id(path), "tus")).doesNotExist();
    }

    @Test
    void aTailLiesEncryptedOnDisk() throws Exception {
        var bytes = new byte[1_000];
        var path = begin(2_000);
        patch(path, 0, bytes).statusCode(204).header("Upload-Expires", notNullValue());

        var tail = java.nio.file.Files.readAllBytes(Path.of("target/files", id(path), "tus/tail_000001"));

        assertThat(tail).hasSize(io.bitchat.chunks.SealedChunk.sealedLength(1_000));
        assertThat(java.util.Collections.indexOfSubList(
                        io.vertx.core.buffer.Buffer.buffer(tail)
                                .toString("ISO-8859-1")
                                .chars()
                                .boxed()
                                .toList(),
                        java.util.Collections.nCopies(8, 0)))
                .isNegative();
        get(id(path)).body("uploaded_chunks", equalTo(0));
    }

    @Test
    void aTailThatCannotBeReadIsForgotten() throws Exception {
        var bytes = bytes(2_000, 1);
        var path = begin(2_000);
        patch(path, 0, slice(bytes, 0, 1_000)).statusCode(204);
        java.nio.file.Files.write(Path.of("target/files", id(path), "tus/tail_000001"), new byte[1_029]);

        patch(path, 1_000, slice(bytes, 1_000, 2_000)).statusCode(409).body("code", equalTo("tail_damaged"));

        assertThat(offset(path)).isZero();
        patch(path, 0, bytes).statusCode(204);
        assertThat(download(id(path))).isEqualTo(bytes);
    }

    @Test
    void aRequestThatBeginsElsewhereIsRefused() {
        var path = begin(2_000);
        patch(path, 0, bytes(1_000, 1)).statusCode(204);

        patch(path, 0, bytes(1_000, 1)).statusCode(409).body("detail", containsString("1000"));
        patch(path, 1_001, bytes(10, 1)).statusCode(409);

        assertThat(offset(path)).isEqualTo(1_000);
    }

    @Test
    void headersThatAreMissingAreNamed() {
        var path = begin(2_000);

        tus().contentType("application/octet-stream")
                .header("Upload-Offset", 0)
                .body(bytes(10, 1))
                .patch(path)
                .then()
                .statusCode(415)
                .body("detail", containsString(Tus.BYTES));
        tus().contentType(Tus.BYTES)
                .body(bytes(10, 1))
                .patch(path)
                .then()
                .statusCode(400)
                .body("detail", containsString("Upload-Offset"));
        given().contentType(Tus.BYTES)
                .header("Upload-Offset", 0)
                .body(bytes(10, 1))
                .patch(path)
                .then()
                .statusCode(412);
        assertThat(offset(path)).isZero();
    }

    @Test
    void nothingIsTakenBeyondTheEnd() {
        var path = begin(1_000);

        patch(path, 0, bytes(1_001, 1)).statusCode(413).body("detail", containsString("1000"));

        assertThat(offset(path)).isZero();
    }

    @Test
    void proxiesThatKnowPostOnlyAreServed() {
        var bytes = bytes(1_000, 1);
        var path = begin(1_000);

        tus().contentType(Tus.BYTES)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Upload-Offset", 0)
                .body(bytes)
                .post(path)
                .then()
                .statusCode(204)
                .header("Upload-Offset", "1000");

        assertThat(download(id(path))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"sha1, SHA-1", "sha256, SHA-256", "md5, MD5"})
    void aChecksumIsCompared(String name, String algorithm) throws Exception {
        var bytes = bytes(1_500_000, 1);
        var path = begin(bytes.length);
        var wrong =
                tus().header("Upload-Checksum", name + " " + Base64.getEncoder().encodeToString(new byte[20]));

        patch(path, 0, bytes, wrong).statusCode(460).body("code", equalTo("checksum_mismatch"));
        assertThat(offset(path)).isZero();
        assertThat(Path.of("target/files", id(path))).doesNotExist();

        var hash = MessageDigest.getInstance(algorithm).digest(bytes);
        var right =
                tus().header("Upload-Checksum", name + " " + Base64.getEncoder().encodeToString(hash));
        patch(path, 0, bytes, right).statusCode(204);
        assertThat(download(id(path))).isEqualTo(bytes);
    }

    @Test
    void checksumsThatCannotBeComparedAreRefused() {
        var path = begin(100 << 20);

        patch(path, 0, bytes(10, 1), tus().header("Upload-Checksum", "crc32 AAAA"))
                .statusCode(400)
                .body("detail", containsString("md5,sha1,sha256"));
        patch(path, 0, bytes(10, 1), tus().header("Upload-Checksum", "sha1 ###"))
                .statusCode(400);
        patch(path, 0, bytes((16 << 20) + 1, 1), tus().header("Upload-Checksum", "sha1 AAAA"))
                .statusCode(413)
                .body("limit", equalTo(16 << 20));
        assertThat(offset(path)).isZero();
    }

    /** Damage in the middle moves the offset back to the start of the first damaged chunk; sending again repairs it. */
    @Test
    void aDamagedChunkIsSentAgain() throws Exception {
        var bytes = bytes(3 * Files.CHUNK, 1);
        var path = begin(bytes.length);
        patch(path, 0, slice(bytes, 0, 2 * Files.CHUNK + 10)).statusCode(204);
        java.nio.file.Files.write(Path.of("target/files", id(path), "chunks/chunk_000001"), new byte[100]);
        get(id(path) + "/chunks/1").statusCode(409);

        assertThat(offset(path)).isEqualTo(Files.CHUNK);
        patch(path, Files.CHUNK, slice(bytes, Files.CHUNK, bytes.length)).statusCode(204);

        assertThat(download(id(path))).isEqualTo(bytes);
    }
}
