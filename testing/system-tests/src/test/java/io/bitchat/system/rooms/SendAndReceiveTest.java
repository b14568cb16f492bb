package io.bitchat.system.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bitchat send --to} and {@code ./bitchat receive} as processes of their own. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class SendAndReceiveTest {
    private static final int SIZE = 3_000_000;
    /** It must not be complete before a process has ended. */
    private static final int LARGE = 200_000_000;

    @TempDir
    Path folder;

    private final Suite suite = Suite.open();
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final List<Process> started = new ArrayList<>();
    private Path film;

    @BeforeEach
    void write() throws IOException {
        film = Content.write(folder.resolve("film.mkv"), SIZE, 1);
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    /** A person with a home folder, into which files come. */
    private final class Person {
        private final String id;
        private final Path home;
        private final Terminal terminal;

        Person(String id) throws IOException {
            this.id = id;
            home = Files.createDirectories(folder.resolve(id));
            terminal = new Terminal(suite.url(), home);
        }

        Process start(String... arguments) throws IOException {
            var all = new ArrayList<>(List.of(arguments));
            all.addAll(List.of("--as", id));
            if (arguments[0].equals("receive")) all.addAll(List.of("--into", home.toString()));
            var process = terminal.start(all.toArray(String[]::new));
            started.add(process);
            return process;
        }

        Terminal.Said end(Process process) throws Exception {
            return terminal.end(process, 60);
        }

        String err() throws IOException {
            return Files.readString(home.resolve("err"));
        }
    }

    private static void interrupt(Person person, Process process) throws Exception {
        Suite.signal("INT", process.pid());
        person.end(process);
    }

    /** Waits until something is offered to bob. */
    private void awaitOffer() {
        var offers = "/file-transfers?status=pending&peer_id=" + bob;
        var client = new Client(suite.url());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client.get(offers).body().size() == 1);
    }

    @Test
    void aFileComesWholeAndBothEndsPrintTheSameHash() throws Exception {
        var from = new Person(alice);
        var to = new Person(bob);
        var sending = from.start("send", film.toString(), "--to", bob);
        var receiving = to.start("receive", "--from", alice, "--yes");

        var sent = from.end(sending);
        assertThat(sent.exit()).as(sent.err()).isZero();
        var received = to.end(receiving);
        assertThat(received.exit()).as(received.err()).isZero();
        assertThat(to.home.resolve("film.mkv")).hasSameBinaryContentAs(film);
        assertThat(received.lastLine().substring(0, 64))
                .isEqualTo(sent.lastLine().substring(0, 64));
        assertThat(to.home).isDirectoryNotContaining("glob:**.part*");
    }

    /** Nobody has to say who sends, or to be there first. */
    @Test
    void whatWasOfferedBeforeIsReceivedToo() throws Exception {
        var from = new Person(alice);
        var to = new Person(bob);
        var sending = from.start("send", film.toString(), "--to", bob);
        awaitOffer();

        var received = to.end(to.start("receive", "--yes"));
        assertThat(received.exit()).as(received.err()).isZero();
        assertThat(from.end(sending).exit()).isZero();
        assertThat(to.home.resolve("film.mkv")).hasSameBinaryContentAs(film);
        assertThat(new Client(suite.url())
                        .get("/file-transfers?status=completed&peer_id=" + alice)
                        .body()
                        .get(0)
                        .path("receiver_id")
                        .asText())
                .isEqualTo(bob);
    }

    /** What is there is not overwritten, and one upload is for both. */
    @Test
    void severalAcceptTheSameOffer() throws Exception {
        var carol = Client.someone("carol");
        var room = Client.someone("room");
        var client = new Client(suite.url());
        for (var peer : List.of(alice, bob, carol)) {
            var put = client.put("/rooms/" + room + "/participants/" + peer + "?by=" + alice, Map.of());
            assertThat(put.status()).isEqualTo(200);
        }
        var from = new Person(alice);
        var people = List.of(new Person(bob), new Person(carol));
        Files.writeString(people.getFirst().home.resolve("film.mkv"), "mine");
        var processes = List.of(
                people.getFirst().start("receive", "--room", room, "--yes"),
                people.getLast().start("receive", "--room", room, "--yes"));
        var sending = from.start("send", film.toString(), "--room", room, "--all");

        var sent = from.end(sending);
        assertThat(sent.exit()).as(sent.err()).isZero();
        assertThat(sent.err()).contains(bob).contains(carol);
        for (int i = 0; i < 2; i++) {
            var received = people.get(i).end(processes.get(i));
            assertThat(received.exit()).as(received.err()).isZero();
        }
        assertThat(people.getFirst().home.resolve("film.mkv")).hasContent("mine");
        assertThat(people.getFirst().home.resolve("film (1).mkv")).hasSameBinaryContentAs(film);
        assertThat(people.getLast().home.resolve("film.mkv")).hasSameBinaryContentAs(film);
    }

    /** Each side is interrupted once in the middle; the same command goes on with what is there. */
    @Test
    void theSameCommandGoesOnAfterCtrlC() throws Exception {
        Content.write(film, LARGE, 2);
        var from = new Person(alice);
        var to = new Person(bob);
        var send = new String[] {"send", film.toString(), "--to", bob};
        var receive = new String[] {"receive", "--from", alice, "--yes"};
        var sending = from.start(send);
        var part = to.home.resolve("film.mkv.part");

        var receiving = to.start(receive);
        awaitSize(part, 2_000_000);
        // a receiver that is interrupted takes what comes until its process has ended
        Suite.signal("STOP", sending.pid());
        interrupt(to, receiving);
        long there = Files.size(part);
        assertThat(there).isLessThan(LARGE);
        receiving = to.start(receive);
        Suite.signal("CONT", sending.pid());
        awaitSize(part, there + 2_000_000);
        assertThat(to.err()).doesNotContain("offers");
        interrupt(from, sending);
        var sent = from.end(from.start(send));

        assertThat(sent.exit()).as(sent.err()).isZero();
        assertThat(sent.err())
                .as("it goes on at once, with the credits of its first connection")
                .doesNotContain("waiting until", "no connection");
        var received = to.end(receiving);
        assertThat(received.exit()).as(received.err()).isZero();
        assertThat(to.home.resolve("film.mkv")).hasSameBinaryContentAs(film);
    }

    private static void awaitSize(Path part, long size) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(part) && Files.size(part) >= size);
    }

    @Test
    void whatWasOfferedCanBeCancelled() throws Exception {
        var from = new Person(alice);
        var sending = from.start("send", film.toString(), "--to", bob);
        awaitOffer();
        interrupt(from, sending);

        var others = from.end(from.start("send", "--cancel", "--to", Client.someone("carol")));
        assertThat(others.exit()).as(others.err()).isEqualTo(1);
        assertThat(others.err()).contains("nothing to cancel");
        var cancelled = from.end(from.start("send", "--cancel", film.toString()));

        assertThat(cancelled.exit()).as(cancelled.err()).isZero();
        assertThat(cancelled.lastLine()).contains("cancelled " + film.getFileName() + " to " + bob);
        assertThat(from.end(from.start("send", "--cancel")).err()).contains("nothing to cancel");
    }

    @Test
    void aRejectIsSaidAtBothEnds() throws Exception {
        var from = new Person(alice);
        var to = new Person(bob);
        var sending = from.start("send", film.toString(), "--to", bob);
        var receiving = to.start("receive", "--from", alice);
        receiving.getOutputStream().write("no\n".getBytes(StandardCharsets.UTF_8));
        receiving.getOutputStream().close();

        var sent = from.end(sending);
        assertThat(sent.exit()).isEqualTo(1);
        assertThat(sent.err()).contains("does not want film.mkv").contains("rejected");
        assertThat(to.end(receiving).exit()).isEqualTo(1);
        assertThat(to.home).isDirectoryNotContaining("glob:**film*");
    }

    /** Who is not in the room neither sends nor receives, and a name with a path leads nowhere else. */
    @Test
    void whatCannotBeDoneIsSaidInOneLine() throws Exception {
        var room = Client.someone("room");
        var client = new Client(suite.url());
        client.put("/rooms/" + room + "/participants/" + alice + "?by=" + alice, Map.of());
        var stranger = new Person(Client.someone("mallory"));

        var sent = stranger.end(stranger.start("send", film.toString(), "--to", bob, "--room", room));
        assertThat(sent.exit()).isEqualTo(1);
        assertThat(sent.err())
                .startsWith("bitchat: ")
                .contains("no participant")
                .hasLineCount(1);
        var received = stranger.end(stranger.start("receive", "--room", room, "--yes"));
        assertThat(received.exit()).isEqualTo(1);
        assertThat(received.err()).contains("no participant");
    }

    @Test
    void aNameWithAPathLeadsNowhereElse() throws Exception {
        var to = new Person(bob);
        var client = new Client(suite.url());
        var id = UUID.randomUUID().toString();
        var room = Client.someone("room");
        var offer = Map.of(
                "transfer_id",
                id,
                "sender_id",
                alice,
                "receiver_id",
                bob,
                "filename",
                "..\\..\\evil.txt",
                "file_size",
                0);
        assertThat(client.post("/rooms/" + room + "/file-transfer/offer", offer).status())
                .isEqualTo(201);
        var received = to.end(to.start("receive", "--room", room, "--yes"));

        assertThat(received.exit()).as(received.err()).isZero();
        assertThat(to.home.resolve("evil.txt")).exists();
    }
}
