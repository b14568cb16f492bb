package io.bitchat.system.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.sites.Sites;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a suite in use, and its restoration into a second one. The first is that of the other tests of sites. */
@Tag("sites")
class BackupTest {
    private static final int CHUNK = Content.MEBIBYTE;
    private static final List<String> ANY = List.of("--auth", "open", "--rate-limit", "off");
    /** Tables that no service of an unused installation writes by itself. */
    private static final List<String> COMPARED = List.of(
            "peers.peers",
            "messages.messages",
            "messages.inboxes",
            "messages.conversations",
            "messages.group_inbox",
            "groups.group_chats",
            "groups.group_messages",
            "groups.group_memberships");

    @TempDir
    Path folder;

    private final Suite suite = Sites.shared().atA();
    private final Client client = new Client(suite.url());
    private final FileClient files = new FileClient(suite);
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final byte[] film = Content.of(2 * CHUNK + 17, 11);
    private final byte[] unfinished = Content.of(3 * CHUNK, 12);

    @Test
    void aSuiteInUseIsRestoredIntoASecondOneWithAllThatWasAcknowledgedBefore() throws Exception {
        var said = said();
        var backup = folder.resolve("backup");
        var tool = new BackupTool(folder);
        var use = new Use(suite);
        try (use) {
            var saved = tool.run(suite, "backup", backup.toString());
            assertThat(saved.exit()).as(saved.text()).isZero();
        }
        assertThat(folder.resolve("backup.partial")).doesNotExist();

        var second = Suite.beside("restored", Map.of(), ANY.toArray(String[]::new));
        try {
            var restored = tool.run(second, "restore", backup.toString());
            assertThat(restored.exit()).as(restored.text()).isZero();
            var again = tool.run(second, "restore", backup.toString());
            assertThat(again.exit()).isEqualTo(1);
            assertThat(again.text()).contains("the installation is not empty");
            second.close();
            second = Suite.start(second.data(), Map.of(), ANY);

            assertHas(second, said);
            everyGroupMessageIsInTheStreamOfItsRecipient(second, use);
            assertSame(backup, second, tool);
        } finally {
            second.close();
        }
    }

    @Test
    void whatWasChangedInABackupIsNotRestored() throws Exception {
        said();
        var backup = folder.resolve("backup");
        var tool = new BackupTool(folder);
        assertThat(tool.run(suite, "backup", backup.toString()).exit()).isZero();
        var table = backup.resolve("database/messages.messages.copy.gz");
        var bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);

        var refused = tool.run(suite, "restore", backup.toString());

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.text()).contains("database/messages.messages.copy.gz of the backup is damaged");
    }

    @Test
    void anInterruptedBackupLeavesNothingThatLooksLikeOne() throws Exception {
        said();
        var target = folder.resolve("backup.zip");
        var partial = folder.resolve("backup.zip.partial");
        var tool = new BackupTool(folder);
        var process = tool.start(suite, "backup", target.toString());
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(partial) || !process.isAlive());
        process.destroyForcibly().waitFor();
        boolean wasInterrupted = !Files.exists(target);

        var saved = tool.run(suite, "backup", folder.resolve("other.zip").toString());
        var repeated = tool.run(suite, "backup", target.toString());

        assertThat(saved.exit()).as(saved.text()).isZero();
        assertThat(repeated.exit()).as(repeated.text()).isEqualTo(wasInterrupted ? 0 : 1);
        assertThat(target).exists();
        assertThat(partial).doesNotExist();
    }

    /** What clients said and were told before the backup begins. */
    private record Before(String group, String file, String upload, JsonNode stored) {}

    private Before said() throws Exception {
        for (var peer : List.of(alice, bob)) {
            client.post("/peers/register", Map.of("peer_id", peer, "public_key", "key of " + peer));
        }
        for (int i = 0; i < 20; i++)
            assertThat(client.send(alice, bob, "secret " + i).status()).isEqualTo(201);
        var made = client.post("/groups", Map.of("name", "Team", "created_by", alice, "initial_members", List.of(bob)));
        var group = "/groups/" + made.body().path("group_id").asText();
        for (int i = 0; i < 20; i++) {
            var text = Map.of("from_peer_id", alice, "content", "to all " + i);
            assertThat(client.post(group + "/messages", text).status()).isEqualTo(201);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> inbox(client).size() == 40);
        var upload = files.begin("unfinished.bin", unfinished.length);
        for (int i = 0; i < 2; i++)
            assertThat(files.send(upload, i, unfinished).statusCode()).isEqualTo(200);
        return new Before(group, files.upload("film.mkv", film), upload, inbox(client));
    }

    private JsonNode inbox(Client at) {
        return at.get("/messages/inbox/" + bob + "?limit=500").body();
    }

    private void assertHas(Suite second, Before before) throws Exception {
        var there = new Client(second.url());
        var filesThere = new FileClient(second);
        assertThat(inbox(there)).isEqualTo(before.stored());
        assertThat(there.get(before.group() + "/messages?limit=100").body()).hasSize(20);
        assertThat(there.get("/peers/" + alice).body().path("public_key").asText())
                .isEqualTo("key of " + alice);
        assertThat(filesThere.download(before.file()).body()).isEqualTo(film);
        assertThat(filesThere.send(before.upload(), 2, unfinished).statusCode()).isEqualTo(200);
        assertThat(filesThere.download(before.upload()).body()).isEqualTo(unfinished);
        // the restored counters go on: no position and no id is given twice
        assertThat(there.send(alice, bob, "after the restoration").status()).isEqualTo(201);
        assertThat(inbox(there)).hasSize(41);
        assertThat(there.post(before.group() + "/messages", Map.of("from_peer_id", bob, "content", "me too"))
                        .body()
                        .path("sequence")
                        .asLong())
                .isEqualTo(21);
    }

    /** Also of those that message-service had not consumed at the moment of the snapshot. */
    private static void everyGroupMessageIsInTheStreamOfItsRecipient(Suite second, Use use) {
        var there = new Client(second.url());
        var history = new HashSet<String>();
        for (var path = use.group() + "/messages?limit=500"; path != null; ) {
            var page = there.get(path);
            page.body()
                    .forEach(message -> history.add(message.path("message_id").asText()));
            path = next(page);
        }
        assertThat(history).isNotEmpty();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var stream = new HashSet<String>();
            for (var path = "/messages/inbox/" + use.receiver() + "?limit=500"; path != null; ) {
                var page = there.get(path);
                page.body()
                        .forEach(
                                message -> stream.add(message.path("message_id").asText()));
                path = next(page);
            }
            assertThat(stream).containsAll(history);
        });
    }

    private static String next(Client.Answer page) {
        return page.raw()
                .headers()
                .firstValue("Link")
                .map(link -> link.substring(1, link.indexOf('>')).replace("/api/bitchat", ""))
                .orElse(null);
    }

    /**
     * A backup of the second suite has the rows and objects of the first, beside what the test has added, and beside the
     * group messages that message-service had not consumed at the moment of the snapshot: each is a message with two
     * places in inboxes.
     */
    private void assertSame(Path first, Suite second, BackupTool tool) throws Exception {
        var copy = folder.resolve("copy");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> inbox(new Client(second.url())).size() == 42);
        var saved = tool.run(second, "backup", copy.toString());
        assertThat(saved.exit()).as(saved.text()).isZero();
        var one = BackupTool.manifest(first);
        var other = BackupTool.manifest(copy);
        long consumed = BackupTool.rows(other, "messages.messages") - BackupTool.rows(one, "messages.messages") - 2;
        assertThat(consumed).isNotNegative();
        var added = Map.of(
                "messages.messages",
                2 + consumed,
                "messages.group_inbox",
                2 + 2 * consumed,
                "groups.group_messages",
                1L);
        for (var table : COMPARED) {
            assertThat(BackupTool.rows(other, table))
                    .as(table)
                    .isEqualTo(BackupTool.rows(one, table) + added.getOrDefault(table, 0L));
        }
        var sums = Files.readAllLines(copy.resolve("chunks.sha256"));
        assertThat(sums)
                .containsAll(Files.readAllLines(first.resolve("chunks.sha256")).stream()
                        .filter(line -> !isOf(line, one.path("deleted_files")))
                        .toList());
    }

    private static boolean isOf(String line, JsonNode files) {
        for (var file : files) if (line.contains(file.asText() + "/")) return true;
        return false;
    }
}
