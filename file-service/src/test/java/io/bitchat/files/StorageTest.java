package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.chunks.SealedChunk;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Content of the store, and the effects of damage to it. */
@QuarkusTest
@RealServers
class StorageTest {
    private final Rows rows;
    private final byte[] bytes = bytes(3 * Files.CHUNK, 1);

    StorageTest(Rows rows) {
        this.rows = rows;
    }

    @Test
    void eachChunkIsOneObjectThatSaysNothing() {
        var plain = "PLAINTEXT ".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        var one = upload(plain);
        var other = upload(plain);

        var stored = Folder.read(Folder.chunk(one, 0));

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("PLAINTEXT");
        assertThat(stored).hasSize(SealedChunk.sealedLength(plain.length));
        assertThat(Folder.read(Folder.chunk(other, 0))).isNotEqualTo(stored);
        var row = rows.one("select stored_path from file_chunks where file_id = $1", one);
        assertThat(Folder.read(java.nio.file.Path.of(row.getString(0)))).isEqualTo(stored);
    }

    @Test
    void onlyAHashOfTheKeyIsKept() {
        var file = upload(bytes(10, 1));

        var row = rows.one("select encryption_key_hash, wrapped_key from file_transfers where file_id = $1", file);

        assertThat(row.getString(0)).matches("[0-9a-f]{64}");
        assertThat(row.getBuffer(1).length()).isEqualTo(60);
    }

    @Test
    void aFlippedBitIsFoundAndTheChunkAloneRepairsIt() {
        var file = upload(bytes);
        damage(file, 1);

        var broken = get(file + "/chunks/1")
                .statusCode(409)
                .body("code", equalTo("chunk_damaged"))
                .extract();

        assertThat(broken.asString()).contains("chunk 1");
        get(file).body("status", equalTo("uploading")).body("uploaded_chunks", equalTo(2));
        get(file + "/download").statusCode(409).body("detail", containsString("chunk 1"));
        get(file + "/chunks").body("[1].damaged", equalTo(true)).body("[1].uploaded", equalTo(false));
        raw(file, 1, bytes(Files.CHUNK, 99)).statusCode(409).body("code", equalTo("chunk_stored"));

        raw(file, 1, part(bytes, 1)).statusCode(200);

        get(file).body("status", equalTo("completed"));
        assertThat(Files.download(file)).isEqualTo(bytes);
    }

    @Test
    void aDownloadThatBeginsWithDamageIsRefused() {
        var file = upload(bytes);
        damage(file, 0, 1_000);

        get(file + "/download")
                .statusCode(409)
                .body("code", equalTo("chunk_damaged"))
                .body("detail", containsString("chunk 0"));
    }

    @Test
    void aFileOfOneChunkIsRefusedWhereverItIsDamaged() {
        var file = upload(part(bytes, 0));
        damage(file, 0);

        get(file + "/download").statusCode(409).body("code", equalTo("chunk_damaged"));
    }

    /** The response has begun by then, so only its early end shows the damage; the next response reports it. */
    @Test
    void aDownloadBreaksOffBeforeWhatIsDamaged() throws IOException {
        var file = upload(bytes);
        damage(file, 1);

        var came = new ByteArrayOutputStream();
        var url = URI.create("http://localhost:" + RestAssured.port + Files.ROOT + "/" + file + "/download");
        try (var body = url.toURL().openStream()) {
            assertThatThrownBy(() -> body.transferTo(came)).isInstanceOf(IOException.class);
        }

        assertThat(came.size()).isBetween(Files.CHUNK, Files.CHUNK + Files.CHUNK / 2);
        assertThat(came.toByteArray()).isEqualTo(Arrays.copyOf(bytes, came.size()));
        get(file + "/download").statusCode(409).body("detail", containsString("chunk 1"));
    }

    @Test
    void chunksThatChangedPlacesAreFound() {
        var file = upload(bytes);
        var first = Folder.read(Folder.chunk(file, 0));
        Folder.write(Folder.chunk(file, 0), Folder.read(Folder.chunk(file, 1)));
        Folder.write(Folder.chunk(file, 1), first);

        get(file + "/chunks/0").statusCode(409).body("code", equalTo("chunk_damaged"));
        get(file + "/chunks/1").statusCode(409).body("code", equalTo("chunk_damaged"));
        get(file + "/chunks/2").statusCode(200);
    }

    @Test
    void aChunkThatWasCutShortOrIsGoneIsFound() throws Exception {
        var file = upload(bytes);
        var path = Folder.chunk(file, 2);
        Folder.write(path, Arrays.copyOf(Folder.read(path), 1_000));
        java.nio.file.Files.delete(Folder.chunk(file, 1));

        get(file + "/chunks/2").statusCode(409).body("code", equalTo("chunk_damaged"));
        get(file + "/chunks/1").statusCode(409).body("code", equalTo("chunk_damaged"));
    }

    @Test
    void aHalfUploadedFileLeavesNoDrafts() {
        var file = begin(2 * Files.CHUNK);
        raw(file, 0, part(bytes, 0)).statusCode(200);

        assertThat(Folder.of(file)).containsExactly("chunk_000000");
    }

    private static void damage(String file, int index) {
        damage(file, index, Files.CHUNK / 2);
    }

    private static void damage(String file, int index, int at) {
        var path = Folder.chunk(file, index);
        var object = Folder.read(path);
        object[at] ^= 1;
        Folder.write(path, object);
    }
}
