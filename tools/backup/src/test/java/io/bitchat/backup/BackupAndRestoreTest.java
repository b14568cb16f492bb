package io.bitchat.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both commands on real databases with few tables. */
class BackupAndRestoreTest {
    private static final String CHUNK = "file_a/chunks/chunk_000000";
    private static final String TAIL = "file_a/tus/tail_000003";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private SmallSuite first;
    private SmallSuite second;

    @BeforeEach
    void fill() throws IOException, SQLException {
        first = new SmallSuite(folder.resolve("first"));
        second = new SmallSuite(folder.resolve("second"));
        first.run("insert into peers.peers values ('ann\te', 5), ('bob\\n', 7)");
        first.run("insert into peers.badges (peer_id, payload) values ('bob\\n', '\\x0009ff'), ('bob\\n', '\\x5c')");
        first.run("insert into peers.presence_leases values ('bob')");
        first.run("insert into files.file_transfers values ('file_a', 'completed'), ('file_b', 'failed')");
        first.run(
                "insert into files.file_chunks values ('file_a', 0, true), ('file_a', 1, false), ('file_b', 0, true)");
        first.run("insert into files.tus_tails values ('file_a', 3, true)");
        first.store(CHUNK, "sealed");
        first.store(TAIL, "beginning");
    }

    @AfterEach
    void close() throws SQLException {
        first.close();
        second.close();
    }

    @Test
    void everythingIsThereAfterwardsAndNewRowsGetNewNumbers() throws Exception {
        second.run("insert into peers.presence_leases values ('somebody')");
        var backup = folder.resolve("saved");

        assertThat(run(first.options("backup", backup))).as(said()).isZero();
        assertThat(run(second.options("restore", backup))).as(said()).isZero();

        assertThat(second.ask("select string_agg(peer_id || score, ',' order by peer_id) from peers.peers"))
                .isEqualTo("ann\te2.5,bob\\n3.5");
        assertThat(second.ask("select string_agg(payload::text, ',' order by id) from peers.badges"))
                .isEqualTo("\\x0009ff,\\x5c");
        assertThat(second.ask("select peer_id from peers.presence_leases")).isEqualTo("bob");
        assertThat(second.ask("insert into peers.badges (peer_id, payload) values ('ann\te', '') returning id"))
                .isEqualTo("3");
        assertThat(second.chunk(CHUNK)).hasContent("sealed");
        assertThat(second.chunk(TAIL)).hasContent("beginning");
        assertThat(second.chunk("file_b")).doesNotExist();
        assertThat(second.keys().resolve("content.key"))
                .hasSameTextualContentAs(first.keys().resolve("content.key"));
        assertThat(second.keys().resolve("content.key.replaced")).exists();
        assertThat(Files.readString(second.keys().resolve("postgres.password"))).isEqualTo("test");
    }

    /** A backup of somebody else may name other tables, and places outside of the folders. */
    @ParameterizedTest
    @CsvSource({
        "manifest.json, keys/content.key, keys/../../evil, unknown name",
        "manifest.json, peers.badges\", peers.badges; drop schema files\", does not have",
        "manifest.json, database/peers.peers.copy.gz, ../saved.outside, outside of itself",
        "chunks.sha256, file_a/chunks/chunk_000000, ../../evil, cannot be read",
    })
    void namesThatLeadElsewhereAreRefused(String part, String name, String other, String why) throws Exception {
        var backup = folder.resolve("saved");
        assertThat(run(first.options("backup", backup))).as(said()).isZero();
        var text = Files.readString(backup.resolve(part));
        assertThat(text).contains(name);
        Files.writeString(backup.resolve(part), text.replace(name, other));
        if (part.equals("chunks.sha256")) sign(backup, part);

        assertThat(run(second.options("restore", backup))).isEqualTo(1);

        assertThat(said()).contains(why);
        assertThat(second.ask("select count(*) from peers.peers")).isEqualTo("0");
        assertThat(second.chunk(CHUNK)).doesNotExist();
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(file -> file.endsWith("evil"))).isEmpty();
        }
    }

    /** Whoever forges a backup computes its hashes, too. */
    private static void sign(Path backup, String part) throws Exception {
        var manifest = backup.resolve("manifest.json");
        var text = Files.readString(manifest);
        var sum = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(backup.resolve(part))));
        Files.writeString(
                manifest,
                text.replaceAll("(\"" + part + "\",\\s*\"bytes\" : \\d+,\\s*\"sha256\" : \")[0-9a-f]+", "$1" + sum));
    }

    @Test
    void aZipFileDoesTheSame() throws Exception {
        var backup = folder.resolve("saved.zip");

        assertThat(run(first.options("backup", backup))).as(said()).isZero();
        assertThat(run(second.options("restore", backup))).as(said()).isZero();

        assertThat(backup).isRegularFile();
        assertThat(second.ask("select count(*) from peers.peers")).isEqualTo("2");
        assertThat(second.chunk(CHUNK)).hasContent("sealed");
    }

    /** Other sites would ban a site that goes back in time. */
    @Test
    void theIdentityAmongSitesIsRestoredOnlyIfAskedFor() throws Exception {
        var backup = folder.resolve("saved");
        var before = Files.readString(second.keys().resolve("site.key"));
        run(first.options("backup", backup));

        run(second.options("restore", backup));
        assertThat(second.keys().resolve("site.key")).hasContent(before);

        second.run("truncate peers.peers cascade; truncate files.file_transfers cascade");
        run(second.options("restore", backup, "--site-key"));
        assertThat(second.keys().resolve("site.key"))
                .hasSameTextualContentAs(first.keys().resolve("site.key"));
    }

    /** The rows are those of the snapshot, the objects those of later. */
    @Test
    void aFileThatIsDeletedAfterTheSnapshotIsLeftOut() throws Exception {
        var backup = folder.resolve("saved");
        Files.delete(first.chunk(CHUNK));
        // the row stands in the snapshot, and not when the object is looked for
        first.run("alter table files.file_transfers rename to transfers");
        first.run("create view files.file_transfers as select file_id,"
                + " case when current_setting('transaction_read_only') = 'on' then status else 'failed' end as status,"
                + " deleted_at from files.transfers");

        assertThat(run(first.options("backup", backup))).as(said()).isZero();

        assertThat(said()).contains("left out, deleted meanwhile: file_a");
    }

    @Test
    void anObjectThatTheStoreHasLostIsNamedAndTheBackupFails() throws Exception {
        var backup = folder.resolve("saved");
        Files.delete(first.chunk(CHUNK));

        assertThat(run(first.options("backup", backup))).isEqualTo(1);

        assertThat(said()).contains("MISSING in the store, although its row stands: " + CHUNK);
        assertThat(run(second.options("restore", backup))).as(said()).isZero();
        assertThat(second.chunk(TAIL)).hasContent("beginning");
    }

    /** Services create a key with the first row that it encrypts. */
    @Test
    void aKeyMayBeMissingOnlyWhereNothingIsEncryptedWithIt() throws Exception {
        Files.delete(first.keys().resolve("content.key"));
        assertThat(run(first.options("backup", folder.resolve("saved"))))
                .as(said())
                .isZero();

        Files.delete(first.keys().resolve("files.key"));
        assertThat(run(first.options("backup", folder.resolve("again")))).isEqualTo(1);
        assertThat(said()).contains("has no files.key, without which files.file_chunks cannot be read");
        assertThat(folder.resolve("again")).doesNotExist();
    }

    @Test
    void anInstallationInUseOrOfAnotherReleaseIsLeftAlone() throws Exception {
        var backup = folder.resolve("saved");
        run(first.options("backup", backup));

        second.run("insert into peers.peers values ('here', 1)");
        assertThat(run(second.options("restore", backup))).isEqualTo(1);
        assertThat(said()).contains("the installation is not empty: peers.peers has rows");
        assertThat(second.ask("select count(*) from peers.peers")).isEqualTo("1");

        second.run("delete from peers.peers");
        second.run("insert into peers.flyway_schema_history values (2, '2', 78, true)");
        assertThat(run(second.options("restore", backup))).isEqualTo(1);
        assertThat(said())
                .contains("the backup has the migrations")
                .contains("peers 1")
                .contains("peers 2");
        assertThat(second.chunk(CHUNK)).doesNotExist();
    }

    @Test
    void aDamagedObjectIsNoticedBeforeAnythingIsWritten() throws Exception {
        var backup = folder.resolve("saved");
        run(first.options("backup", backup));
        Files.writeString(backup.resolve("chunks").resolve(TAIL), "changed");

        assertThat(run(second.options("restore", backup))).isEqualTo(1);

        assertThat(said()).contains("chunks/" + TAIL + " of the backup is damaged");
        assertThat(second.chunk(CHUNK)).doesNotExist();
        assertThat(second.ask("select count(*) from peers.peers")).isEqualTo("0");
    }

    @Test
    void whatAnInterruptedBackupHasLeftIsDeletedByTheNext() throws Exception {
        var backup = folder.resolve("saved");
        var left = Files.createDirectories(folder.resolve("saved.partial/database"));
        Files.writeString(left.resolve("half"), "half");

        assertThat(run(first.options("backup", backup))).as(said()).isZero();
        assertThat(backup.resolve("database/half")).doesNotExist();
        assertThat(folder.resolve("saved.partial")).doesNotExist();
        assertThat(folder.resolve("saved.lock")).doesNotExist();
        assertThat(run(first.options("backup", backup))).isEqualTo(1);
        assertThat(said()).contains("exists already");
    }

    private int run(String... arguments) {
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return BackupTool.commandLine(out)
                .setErr(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .execute(arguments);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
