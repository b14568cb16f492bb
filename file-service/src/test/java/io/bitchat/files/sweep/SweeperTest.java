package io.bitchat.files.sweep;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.raw;
import static io.bitchat.files.Files.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.files.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class SweeperTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Sweeper sweeper;
    private final Pool pool;
    private final Rows rows;

    SweeperTest(Sweeper sweeper, Pool pool, Rows rows) {
        this.sweeper = sweeper;
        this.pool = pool;
        this.rows = rows;
    }

    @Test
    void anUploadThatFellSilentIsTakenAway() {
        var silent = begin(2 * Files.CHUNK);
        raw(silent, 0, bytes(Files.CHUNK, 1)).statusCode(200);
        var lively = begin(2 * Files.CHUNK);
        raw(lively, 0, bytes(Files.CHUNK, 1)).statusCode(200);
        var stored = storedPath(silent);
        rows.all("update file_transfers set touched_at = now() - interval '25 hours' where file_id = $1", silent);

        sweep();

        get(silent).body("status", equalTo("failed"));
        assertThat(stored).doesNotExist();
        assertThat(rows.all("select from file_chunks where file_id = $1", silent))
                .isEmpty();
        get(lively).body("status", equalTo("uploading"));
        assertThat(storedPath(lively)).exists();
    }

    /** The sweeper has found the upload silent, and waits for the lock of the transaction that continues it. */
    @Test
    void anUploadThatGoesOnWhileItIsSweptGoesOn() {
        var file = begin(2 * Files.CHUNK);
        raw(file, 0, bytes(Files.CHUNK, 1)).statusCode(200);
        rows.all("update file_transfers set touched_at = now() - interval '25 hours' where file_id = $1", file);
        var resumed = pool.getConnection().await().atMost(LONG);
        try {
            var transaction = resumed.begin().await().atMost(LONG);
            resumed.preparedQuery("update file_transfers set touched_at = now() where file_id = $1")
                    .execute(Tuple.of(file))
                    .await()
                    .atMost(LONG);
            var swept = sweeper.run().subscribeAsCompletionStage();
            Awaitility.await().atMost(LONG).until(() -> !rows.all(
                            "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%file_transfers%'")
                    .isEmpty());
            transaction.commit().await().atMost(LONG);
            swept.join();
        } finally {
            resumed.close().await().atMost(LONG);
        }

        get(file).body("status", equalTo("uploading"));
        raw(file, 1, bytes(Files.CHUNK, 2)).statusCode(200);
        assertThat(Files.download(file)).hasSize(2 * Files.CHUNK);
    }

    @Test
    void aFileThatWasCompleteOnceIsKeptHoweverLongItsDamageLasts() {
        var file = upload(bytes(10, 1));
        rows.all(
                "update file_transfers set status = 'uploading', uploaded_chunks = 0,"
                        + " touched_at = now() - interval '99 days' where file_id = $1",
                file);

        sweep();

        get(file).body("status", equalTo("uploading"));
        assertThat(storedPath(file)).exists();
    }

    /** Otherwise each cancelled upload would leave a row for ever. */
    @Test
    void anUploadThatHasFailedLongAgoIsForgotten() {
        var old = begin(10);
        var recent = begin(10);
        for (var file : new String[] {old, recent}) {
            io.restassured.RestAssured.given()
                    .delete(Files.ROOT + "/" + file)
                    .then()
                    .statusCode(204);
        }
        rows.all("update file_transfers set touched_at = now() - interval '8 days' where file_id = $1", old);
        rows.all("update file_transfers set touched_at = now() - interval '6 days' where file_id = $1", recent);

        sweep();

        get(old).statusCode(404);
        get(recent).statusCode(200).body("status", equalTo("failed"));
    }

    /** Like after a crash between writing the object and updating the row. */
    @Test
    void anObjectThatWasNeverKnownAsStoredIsTakenAwayOnceItsClaimIsOver() {
        var file = begin(1_000);
        raw(file, 0, bytes(1_000, 1)).statusCode(200);
        var object = storedPath(file);
        rows.all(
                "update file_chunks set uploaded = false, uploaded_at = null, claimed_until = now() + interval '1 minute'"
                        + " where file_id = $1",
                file);
        rows.all(
                "update file_transfers set status = 'pending', uploaded_chunks = 0, merkle_root = null where file_id = $1",
                file);

        sweep();
        assertThat(object).exists();
        rows.all("update file_chunks set claimed_until = now() - interval '1 second' where file_id = $1", file);
        sweep();

        assertThat(object).doesNotExist();
        get(file + "/chunks").body("uploaded", contains(false));
        raw(file, 0, bytes(1_000, 2)).statusCode(200);
        assertThat(Files.download(file)).isEqualTo(bytes(1_000, 2));
    }

    /** Like after a crash while the object was written. */
    @Test
    void draftsOfObjectsAreTakenAwayOnceTheyAreOld() throws Exception {
        var drafts = java.nio.file.Files.createDirectories(Path.of("target/files/.drafts"));
        var old = java.nio.file.Files.write(drafts.resolve("old.part"), bytes(10, 1));
        var young = java.nio.file.Files.write(drafts.resolve("young.part"), bytes(10, 1));
        java.nio.file.Files.setLastModifiedTime(
                old,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().minus(Duration.ofHours(1))));

        sweep();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
        java.nio.file.Files.delete(young);
    }

    /** The object of a chunk with a valid claim may still be written, so its row must stay until then. */
    @Test
    void aChunkThatIsBeingWrittenKeepsItsRowWhenTheUploadIsGivenUp() {
        var file = begin(2 * Files.CHUNK);
        raw(file, 0, bytes(Files.CHUNK, 1)).statusCode(200);
        rows.all(
                "update file_chunks set uploaded = false, uploaded_at = null, claimed_until = now() + interval '1 minute'"
                        + " where file_id = $1",
                file);
        io.restassured.RestAssured.given()
                .delete(Files.ROOT + "/" + file)
                .then()
                .statusCode(204);

        sweep();
        assertThat(storedPath(file)).exists();
        var object = storedPath(file);
        rows.all("update file_chunks set claimed_until = now() - interval '1 second' where file_id = $1", file);
        sweep();

        assertThat(object).doesNotExist();
        assertThat(rows.all("select from file_chunks where file_id = $1", file)).isEmpty();
    }

    private void sweep() {
        sweeper.run().await().atMost(Duration.ofSeconds(30));
    }

    private Path storedPath(String file) {
        return Path.of(rows.one("select stored_path from file_chunks where file_id = $1", file)
                .getString(0));
    }
}
