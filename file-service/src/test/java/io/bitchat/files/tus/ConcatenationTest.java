package io.bitchat.files.tus;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.download;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.tus.Tus.head;
import static io.bitchat.files.tus.Tus.id;
import static io.bitchat.files.tus.Tus.join;
import static io.bitchat.files.tus.Tus.metadata;
import static io.bitchat.files.tus.Tus.part;
import static io.bitchat.files.tus.Tus.patch;
import static io.bitchat.files.tus.Tus.slice;
import static io.bitchat.files.tus.Tus.tus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class ConcatenationTest {
    private final TusSweeper sweeper;
    private final Rows rows;
    private final byte[] bytes = bytes(5 * Files.CHUNK + 100, 1);
    private final int cut = 2 * Files.CHUNK + 333;

    ConcatenationTest(TusSweeper sweeper, Rows rows) {
        this.sweeper = sweeper;
        this.rows = rows;
    }

    @Test
    void partsBecomeAFile() {
        var one = part(slice(bytes, 0, cut));
        var two = part(slice(bytes, cut, bytes.length));

        String path = join(metadata(), one, "https://elsewhere.example" + two)
                .statusCode(201)
                .header("Upload-Offset", Integer.toString(bytes.length))
                .extract()
                .header("Location");

        assertThat(download(id(path))).isEqualTo(bytes);
        head(path)
                .header("Upload-Length", Integer.toString(bytes.length))
                .header("Upload-Concat", startsWith("final;" + one));
        assertThat(Heard.about(FileEvent.TOPIC, id(path), 8))
                .extracting(Heard.Fact::type)
                .startsWith("initialised", "chunk_stored")
                .endsWith("completed");
        for (var part : new String[] {one, two}) {
            head(part).statusCode(200).header("Upload-Concat", "partial");
            assertThat(Path.of("target/files", id(part))).doesNotExist();
        }
    }

    @Test
    void partsAreNoFiles() {
        var part = part(bytes(1_000, 1));

        get(id(part)).statusCode(404);
        get(id(part) + "/download").statusCode(404);
        get(id(part) + "/chunks").statusCode(404);
        get(id(part) + "/chunks/0").statusCode(404);
    }

    @Test
    void nothingIsAddedToAFileThatIsMadeOfParts() {
        String path = join(metadata(), part(bytes(1_000, 1))).extract().header("Location");

        patch(path, 1_000, bytes(1, 1)).statusCode(403);
    }

    /** Like a client that has lost the response. */
    @Test
    void theSamePartsAgainAreTheSameFile() {
        var one = part(bytes(1_000, 1));
        var two = part(bytes(1_000, 2));
        String path = join(metadata(), one, two).statusCode(201).extract().header("Location");

        join(metadata(), one, two).statusCode(201).header("Location", path);

        join(metadata(), two, one).statusCode(409).body("code", equalTo("parts_taken"));
    }

    @Test
    void partsThatAreNotWholeAreNotJoined() {
        var whole = part(bytes(1_000, 1));
        var begun = Tus.beginPart(1_000);
        patch(begun, 0, bytes(10, 1)).statusCode(204);

        join(metadata(), whole, begun)
                .statusCode(409)
                .body("code", equalTo("partial_incomplete"))
                .body("detail", containsString("10 of 1000"));
        join(metadata(), Tus.ROOT + "/part_00").statusCode(404);
        join(metadata(), Tus.begin(10)).statusCode(400);
        join(metadata(), "nonsense").statusCode(400);
        tus().header("Upload-Concat", "final;" + whole)
                .header("Upload-Length", 1_000)
                .post(Tus.ROOT)
                .then()
                .statusCode(400);
    }

    /** Like after a crash in the middle: some chunks of the file are stored, and no client asks again. */
    @Test
    void whatACrashHasInterruptedIsFinished() {
        var one = part(slice(bytes, 0, cut));
        var two = part(slice(bytes, cut, bytes.length));
        String path = join(metadata(), one, two).extract().header("Location");
        var three = part(slice(bytes, 0, cut));
        var four = part(slice(bytes, cut, bytes.length));
        // the same file, as if it were made of parts that still exist
        rows.all("update tus_uploads set parts = array[$2, $3] where file_id = $1", id(path), id(three), id(four));
        rows.all("update tus_uploads set joined_by = $1 where file_id in ($2, $3)", id(path), id(three), id(four));
        rows.all("delete from file_chunks where file_id = $1 and chunk_index in (1, 3, 4)", id(path));
        rows.all(
                "update file_transfers set status = 'uploading', uploaded_chunks = 3, merkle_root = null,"
                        + " completed_at = null, touched_at = now() - interval '2 minutes' where file_id = $1",
                id(path));
        head(path).statusCode(200).header("Upload-Offset", nullValue());

        sweeper.run().await().atMost(Duration.ofSeconds(30));

        assertThat(download(id(path))).isEqualTo(bytes);
        head(path).header("Upload-Offset", Integer.toString(bytes.length));
        assertThat(Path.of("target/files", id(four))).doesNotExist();
    }

    @Test
    void aDamagedPartCanBeSentAgainAndJoined() throws Exception {
        var one = part(slice(bytes, 0, cut));
        java.nio.file.Files.write(Path.of("target/files", id(one), "chunks/chunk_000001"), new byte[100]);

        join(metadata(), one).statusCode(409).body("code", equalTo("chunk_damaged"));

        assertThat(Tus.offset(one)).isEqualTo(Files.CHUNK);
        patch(one, Files.CHUNK, slice(bytes, Files.CHUNK, cut)).statusCode(204);
        String path = join(metadata(), one).statusCode(201).extract().header("Location");
        assertThat(download(id(path))).isEqualTo(slice(bytes, 0, cut));
    }
}
