package io.bitchat.files.tus;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.download;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.tus.Tus.begin;
import static io.bitchat.files.tus.Tus.beginPart;
import static io.bitchat.files.tus.Tus.head;
import static io.bitchat.files.tus.Tus.id;
import static io.bitchat.files.tus.Tus.patch;
import static io.bitchat.files.tus.Tus.tus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** End of uploads that nobody finishes. */
@QuarkusTest
@RealServers
class EndTest {
    private final TusSweeper sweeper;
    private final Rows rows;

    EndTest(TusSweeper sweeper, Rows rows) {
        this.sweeper = sweeper;
        this.rows = rows;
    }

    @Test
    void anUploadThatIsTerminatedIsGone() {
        var path = begin(3_000_000);
        patch(path, 0, bytes(1_500_000, 1)).statusCode(204);

        tus().delete(path).then().statusCode(204).header("Tus-Resumable", "1.0.0");

        head(path).statusCode(410).header("Upload-Offset", nullValue());
        patch(path, 1_500_000, bytes(10, 1)).statusCode(410);
        tus().delete(path).then().statusCode(410);
        get(id(path)).body("status", equalTo("failed"));
        sweepTails(path);
        assertThat(Path.of("target/files", id(path))).doesNotExist();
    }

    @Test
    void aCompleteFileIsNotTerminated() {
        var path = begin(10);
        patch(path, 0, bytes(10, 1)).statusCode(204);

        tus().delete(path).then().statusCode(409).body("code", equalTo("file_complete"));

        assertThat(download(id(path))).isEqualTo(bytes(10, 1));
    }

    @Test
    void aCompletePartIsTerminated() {
        var path = Tus.part(bytes(Files.CHUNK + 5, 1));

        tus().delete(path).then().statusCode(204);

        head(path).statusCode(410);
        assertThat(Path.of("target/files", id(path))).doesNotExist();
    }

    @Test
    void anUploadThatFellSilentIsGoneBeforeAnythingSweepsIt() {
        var path = begin(2_000);
        patch(path, 0, bytes(1_000, 1)).statusCode(204);
        silent(path);

        head(path).statusCode(410);
        patch(path, 1_000, bytes(1_000, 1)).statusCode(410);
    }

    @Test
    void aFileThatIsCompleteDoesNotExpire() {
        var path = begin(1_000);
        patch(path, 0, bytes(1_000, 1)).statusCode(204);
        silent(path);

        head(path).statusCode(200).header("Upload-Offset", "1000");
    }

    @Test
    void aPartThatNobodyJoinsExpires() {
        var path = Tus.part(bytes(1_000, 1));
        var lively = Tus.part(bytes(1_000, 1));
        silent(path);

        sweep();

        head(path).statusCode(410);
        head(lively).statusCode(200);
    }

    /** Like after a crash between writing a tail's object and its row, or before the previous tail is deleted. */
    @Test
    void tailsThatDoNotCountAreTakenAway() {
        var path = beginPart(3_000);
        patch(path, 0, bytes(1_000, 1)).statusCode(204);
        rows.all(
                "insert into tus_tails (file_id, number, chunk_index, size, created_at)"
                        + " values ($1, 0, 0, 10, now() - interval '6 minutes')",
                id(path));

        sweep();

        assertThat(rows.all("select number from tus_tails where file_id = $1", id(path)))
                .extracting(row -> row.getInteger(0))
                .containsExactly(1);
        head(path).header("Upload-Offset", "1000");
    }

    private void silent(String path) {
        rows.all("update file_transfers set touched_at = now() - interval '25 hours' where file_id = $1", id(path));
    }

    private void sweepTails(String path) {
        rows.all("update tus_tails set created_at = now() - interval '6 minutes' where file_id = $1", id(path));
        sweep();
    }

    private void sweep() {
        sweeper.run().await().atMost(Duration.ofSeconds(30));
    }
}
