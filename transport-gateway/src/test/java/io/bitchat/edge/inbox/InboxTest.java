package io.bitchat.edge.inbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.TransportId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {
    private static final InboxLimits LIMITS = new InboxLimits(100, 8 << 20, 50, Duration.ofDays(7));

    private static final List<String> OF_VERSION_1 = List.of(
            """
            create table arrived (
              number integer primary key autoincrement, sender text not null, id text not null, receiver text not null,
              type text not null, created integer not null, transport text not null, at integer not null,
              unverified integer not null, payload blob not null, unique (sender, id, receiver)) strict""",
            """
            create table removed (
              number integer primary key, sender text not null, id text not null, receiver text not null,
              at integer not null, unique (sender, id, receiver)) strict""",
            "insert into arrived values (2, 'alice', 'm2', 'here', 'data', 0, 'mesh', 0, 0, x'00')",
            "insert into arrived values (3, 'alice', 'gone', 'here', 'data', 0, 'mesh', 0, 0, x'00')",
            "delete from arrived where id = 'gone'",
            "insert into removed values (1, 'alice', 'm1', 'here', 0)",
            "pragma user_version = 1");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private Inbox inbox;

    @BeforeEach
    void open() throws IOException {
        inbox = Inbox.open(folder.resolve("inbox.db"), LIMITS, () -> now);
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    private void restart() throws IOException {
        inbox.close();
        open();
    }

    private static <T> T of(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(10, SECONDS);
    }

    private static Message message(String id, int bytes) {
        return Message.of(
                new MessageKey("alice", id, "here"),
                Bytes.copyOf(new byte[bytes]),
                Instant.parse("2026-11-29T11:59:00Z"));
    }

    private boolean add(String id, int bytes) throws Exception {
        return of(inbox.add(message(id, bytes), TransportId.MESH));
    }

    private List<String> ids(long after) throws Exception {
        return of(inbox.after(after, 100)).stream()
                .map(one -> one.message().key().id())
                .toList();
    }

    @Test
    void whatWasTakenIsThereAfterARestartAsItWas() throws Exception {
        var message = message("m1", 9).withType("note").asUnverified();
        assertThat(of(inbox.add(message, TransportId.MESH))).isTrue();

        restart();

        var arrived = of(inbox.after(0, 10)).getFirst();
        assertThat(arrived.message().key()).isEqualTo(message.key());
        assertThat(arrived.message().payload()).isEqualTo(message.payload());
        assertThat(arrived.message().type()).isEqualTo("note");
        assertThat(arrived.message().unverified()).isTrue();
        assertThat(arrived.message().created()).isEqualTo(message.created());
        assertThat(arrived.at()).isEqualTo(now);
        assertThat(arrived.by()).isEqualTo(TransportId.MESH);
        assertThat(of(inbox.size())).isEqualTo(new Inbox.Size(1, 9));
    }

    @Test
    void aMessageIsShownOnceAlsoAfterItWasRemovedAndAfterARestart() throws Exception {
        assertThat(add("m1", 1)).isTrue();
        assertThat(add("m1", 1)).isTrue();
        assertThat(ids(0)).containsExactly("m1");

        assertThat(of(inbox.remove(1))).isEqualTo(1);
        restart();
        assertThat(add("m1", 1)).isTrue();
        assertThat(ids(0)).isEmpty();
        assertThat(of(inbox.size())).isEqualTo(new Inbox.Size(0, 0));
    }

    @Test
    void whoUsesTheIdOfAnothersMessageDoesNotSuppressItAlsoAfterARestart() throws Exception {
        add("m1", 1);
        of(inbox.remove(1));
        add("m2", 1);
        restart();

        add("m1", 2);
        add("m2", 2);
        add("m1", 2);
        add("m2", 2);

        assertThat(ids(0)).containsExactly("m2", "m1", "m2");
    }

    @Test
    void anInboxOfAnEarlierVersionIsTakenOver() throws Exception {
        inbox.close();
        var file = folder.resolve("old.db");
        try (var old = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = old.createStatement()) {
            for (var change : OF_VERSION_1) statement.executeUpdate(change);
        }
        inbox = Inbox.open(file, LIMITS, () -> now);

        assertThat(ids(0)).containsExactly("m2");
        add("m1", 1);
        add("m2", 1);
        assertThat(ids(0)).containsExactly("m2");
        add("m3", 1);
        // 3 was removed with the file of before
        assertThat(of(inbox.after(2, 10)).getFirst().number()).isEqualTo(4);
        restart();
    }

    @Test
    void numbersAscendAndAreNotUsedAgain() throws Exception {
        add("m1", 1);
        add("m2", 1);
        of(inbox.remove(2));
        restart();
        add("m3", 1);

        assertThat(of(inbox.after(0, 10)).getFirst().number()).isEqualTo(3);
        assertThat(ids(3)).isEmpty();
    }

    @Test
    void aFullInboxTakesNothingUntilSomethingIsRemoved() throws Exception {
        for (int i = 0; i < 100; i++) assertThat(add("m" + i, 1)).isTrue();
        assertThat(add("more", 1)).isFalse();

        of(inbox.remove(1));
        assertThat(add("more", 1)).isTrue();
    }

    @Test
    void bytesAreLimitedAsWellAsMessages() throws Exception {
        for (int i = 0; i < 8; i++) assertThat(add("m" + i, 1 << 20)).isTrue();
        assertThat(add("more", 1)).isFalse();
    }

    @Test
    void aPageOfLargeMessagesIsShorter() throws Exception {
        for (int i = 0; i < 8; i++) add("m" + i, 1 << 20);

        assertThat(ids(0)).containsExactly("m0", "m1", "m2", "m3");
        assertThat(ids(4)).containsExactly("m4", "m5", "m6", "m7");
    }

    @Test
    void whatWasRemovedLongAgoIsForgotten() throws Exception {
        add("m1", 1);
        of(inbox.remove(1));
        now = now.plus(Duration.ofDays(8));
        add("m2", 1);
        of(inbox.remove(2));

        assertThat(add("m1", 1)).isTrue();
        assertThat(ids(0)).containsExactly("m1");
    }

    @Test
    void aFileBelongsToOneInbox() {
        assertThatThrownBy(() -> Inbox.open(folder.resolve("inbox.db"), LIMITS, () -> now))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("inbox.db cannot be opened")
                .hasMessageContaining("locked");
    }

    @Test
    void aClosedInboxAnswersThatItIsClosed() {
        inbox.close();

        assertThatThrownBy(() -> of(inbox.after(0, 1)))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("closed");
    }
}
