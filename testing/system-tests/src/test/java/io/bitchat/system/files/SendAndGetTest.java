package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Terminal;
import io.bitchat.system.suite.Terminal.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bitchat send} and {@code ./bitchat get} as processes of their own. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class SendAndGetTest {
    private static final int SIZE = (24 << 20) + 12_345;

    @TempDir
    Path folder;

    private final Suite suite = Suite.open();

    @Test
    void aSealedFileIsReadByWhoHasTheKeyAndByNobodyElse() throws Exception {
        var film = film("tür & tor.mkv");

        var sent = run("send", "--sealed", film.toString());
        assertThat(sent.exit()).as(sent.err()).isZero();
        var link = sent.lastLine();
        var fileId = link.substring(0, link.indexOf('#'));

        assertThat(new Client(suite.url())
                        .get("/files/" + fileId)
                        .body()
                        .path("filename")
                        .asText())
                .isEqualTo("sealed");
        assertThat(new String(new FileClient(suite).download(fileId).body(), StandardCharsets.ISO_8859_1))
                .doesNotContain(new String(Files.readAllBytes(film), 0, 64, StandardCharsets.ISO_8859_1));
        var got = run(
                "get", link, "-o", Files.createDirectory(folder.resolve("in")).toString());
        assertThat(got.exit()).as(got.err()).isZero();
        assertThat(folder.resolve("in/tür & tor.mkv")).hasSameBinaryContentAs(film);
        var wrong = run(
                "get",
                fileId + "#" + "A".repeat(43),
                "-o",
                folder.resolve("wrong").toString());
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("does not open");
        assertThat(folder.resolve("wrong")).doesNotExist();
    }

    /** Each client is killed twice during its transfer; the same command resumes and moves only what is missing. */
    @Test
    void theSameCommandGoesOnAfterAKill() throws Exception {
        var film = film("film.mkv");
        var slow = new String[] {"send", film.toString(), "--as", Client.someone("alice")};

        kill(slow, () -> uploads() > 0 && chunksOfTheNotedUpload() >= 3);
        int before = chunksOfTheNotedUpload();
        kill(slow, () -> chunksOfTheNotedUpload() >= Math.min(24, before + 3));
        var sent = run(slow);

        assertThat(sent.exit()).as(sent.err()).isZero();
        assertThat(uploads()).isZero();
        var target = folder.resolve("back.mkv");
        var get = new String[] {"get", sent.lastLine(), "-o", target.toString()};
        kill(get, () -> lines(folder.resolve("back.mkv.part.journal")) > 3);
        var got = run(get);
        assertThat(got.exit()).as(got.err()).isZero();
        assertThat(target).hasSameBinaryContentAs(film);
        assertThat(folder.resolve("back.mkv.part")).doesNotExist();
        assertThat(run(get).err()).contains("exists already");
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLine() throws Exception {
        assertThat(run("get", "file_" + "0".repeat(32)).err())
                .startsWith("bitchat: ")
                .hasLineCount(1);
        var none = run("send", folder.resolve("none").toString());
        assertThat(none.err()).contains("is not a file");
        assertThat(none.exit()).isEqualTo(2);
        assertThat(run("get", "no id").exit()).isEqualTo(2);
        assertThat(run("send").exit()).isEqualTo(2);
    }

    private Path film(String name) throws IOException {
        return Content.write(folder.resolve(name), SIZE, 1);
    }

    private Terminal terminal() {
        return new Terminal(suite.url(), folder);
    }

    private Said run(String... arguments) throws IOException, InterruptedException {
        return terminal().run(arguments);
    }

    private void kill(String[] arguments, java.util.concurrent.Callable<Boolean> when) throws Exception {
        var process = terminal().start(arguments);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !process.isAlive() || when.call());
        process.destroyForcibly().waitFor();
    }

    private static long lines(Path file) throws IOException {
        if (!Files.exists(file)) return 0;
        try (var all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return all.count();
        }
    }

    private long uploads() throws IOException {
        var notes = folder.resolve("bitchat/uploads");
        if (!Files.exists(notes)) return 0;
        try (var all = Files.list(notes)) {
            return all.filter(note -> note.toString().endsWith(".json")).count();
        }
    }

    private int chunksOfTheNotedUpload() throws IOException {
        try (var all = Files.list(folder.resolve("bitchat/uploads"))) {
            var note = all.filter(file -> file.toString().endsWith(".json")).findFirst();
            if (note.isEmpty()) return Integer.MAX_VALUE;
            var text = Files.readString(note.get());
            var fileId = text.replaceAll("(?s).*\"link\" : \"([^\"#]*).*", "$1");
            return new Client(suite.url())
                    .get("/files/" + fileId)
                    .body()
                    .path("uploaded_chunks")
                    .asInt();
        }
    }
}
