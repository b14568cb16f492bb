package io.bitchat.files;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.upload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The work of the database for a chunk does not grow with the number of stored chunks. */
@QuarkusTest
@RealServers
class ChunkStatementsTest {
    private static final int CHUNKS = 12;
    /** Updates that are not heap-only: two of the file's status, and one when the row's page is full. */
    private static final int CHANGES_ELSEWHERE = 3;

    private final Rows rows;

    ChunkStatementsTest(Rows rows) {
        this.rows = rows;
    }

    /** Counters of a table: rows read by sequential scans, rows updated, and heap-only (HOT) updates. */
    private record Counted(long scanned, long changed, long inPlace) {}

    @Test
    void noTableIsReadAsAWholeAndAFilesRowStaysWhereItIs() {
        // plans are cached while the tables are nearly empty
        upload(bytes(1, 1));
        var chunks = counted("file_chunks");
        var files = counted("file_transfers");

        upload(bytes(CHUNKS * Files.CHUNK, 2));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(counted("file_chunks").changed()).isGreaterThanOrEqualTo(chunks.changed() + CHUNKS);
            // late counts of other tests are heap-only updates as well
            assertThat(counted("file_transfers").inPlace())
                    .isGreaterThanOrEqualTo(files.inPlace() + CHUNKS - CHANGES_ELSEWHERE);
        });
        assertThat(counted("file_chunks").scanned()).isEqualTo(chunks.scanned());
        assertThat(counted("file_transfers").scanned()).isEqualTo(files.scanned());
    }

    private Counted counted(String table) {
        var row = rows.one("""
                select seq_tup_read, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables
                where schemaname = 'files' and relname = $1
                """, table);
        return new Counted(row.getLong(0), row.getLong(1), row.getLong(2));
    }
}
