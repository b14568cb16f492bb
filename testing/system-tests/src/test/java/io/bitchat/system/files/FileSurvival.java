package io.bitchat.system.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.SeededRandom;
import io.bitchat.system.suite.SmallDisk;
import io.bitchat.system.suite.Suite;
import io.bitchat.system.suite.Terminal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults that file transfers survive, with any kind of store. */
abstract class FileSurvival {
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");
    private static final int CHUNKS = FULL ? 1_024 : 102;
    /** Kills of each process. */
    private static final int KILLS = FULL ? 20 : 2;
    /** Maximum overhead, as a share of the file's bytes. */
    private static final double BOUND = 0.001;

    private final Suite suite = suite();
    private final FileClient files = new FileClient(suite);

    @TempDir
    Path folder;

    abstract Suite suite();

    /** Processes that an upload depends on. */
    abstract List<String> victims();

    /** The folder with the chunks. */
    abstract Path chunks(Suite suite);

    /** In the end the file is identical, and no acknowledged byte was sent again. */
    @Test
    void killsAtMomentsOfChanceCostNothingThatWasAcknowledged() throws Exception {
        long size = (long) CHUNKS * Content.MEBIBYTE;
        var film = Content.write(folder.resolve("film.mkv"), size, 1);
        var target = folder.resolve("back.mkv");
        try (var relay = new CountingRelay(suite.url())) {
            var random = SeededRandom.of("kill schedule");
            var kills = new Kills(suite, new Terminal(relay.url(), folder), relay, random, CHUNKS);

            var sent = kills.during(each(KILLS), "send", film.toString(), "--as", Client.someone("alice"));

            report("send", relay, size);
            assertThat(relay.again()).as("sent again").isZero();
            assertThat(relay.told()).as("asked for").isLessThan((long) (BOUND * size));
            relay.reset();
            kills.during(each(KILLS / 2), "get", sent.lastLine(), "-o", target.toString());
            report("get", relay, size);
        }
        assertThat(Content.sha256(target)).isEqualTo(Content.sha256(film));
    }

    private List<String> each(int times) {
        var all = new ArrayList<>(victims());
        all.add(Kills.CLIENT);
        return all.stream()
                .flatMap(victim -> Collections.nCopies(times, victim).stream())
                .toList();
    }

    private void report(String what, CountingRelay relay, long size) {
        System.out.printf(
                "%s of %d MiB under kills: %.4f %% again, %.4f %% told, %.2f %% cut off in flight%n",
                what,
                size >> 20,
                100.0 * relay.again() / size,
                100.0 * relay.told() / size,
                100.0 * relay.cutOff() / size);
    }

    @Test
    void aFullDiskLosesNothingThatWasAcknowledgedAndGoesOnWhenThereIsRoom() throws Exception {
        var bytes = Content.of(12 * Content.MEBIBYTE, 2);
        var film = Content.write(folder.resolve("film.mkv"), bytes.length, 3).toString();
        var terminal = new Terminal(suite.url(), folder);
        try (var disk = SmallDisk.over(chunks(suite), 64)) {
            var file = files.begin("document.pdf", bytes.length);
            disk.resize(6);
            int stored = 0;
            HttpResponse<String> last;
            while ((last = files.send(file, stored, bytes)).statusCode() == 200) stored++;

            assertThat(last.statusCode()).isEqualTo(507);
            assertThat(last.body()).containsAnyOf("store_full", "storage_reserved");
            assertThat(stored).isBetween(1, 6);
            var refused = terminal.run("send", film);
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("no room");
            assertThat(stored(file)).isEqualTo(stored);

            disk.resize(64);
            for (int index = stored; index < 12; index++) {
                assertThat(files.send(file, index, bytes).statusCode()).isEqualTo(200);
            }
            assertThat(files.download(file).body()).isEqualTo(bytes);
            var sent = terminal.run("send", film);
            assertThat(sent.exit()).as(sent.err()).isZero();
            assertThat(Content.sha256(files.open(sent.lastLine()).body())).isEqualTo(Content.sha256(Path.of(film)));
            // their chunks go with the small disk, and other tests use this suite
            delete(file);
            delete(sent.lastLine().replaceAll(".*(file_[0-9a-f]+).*", "$1"));
        }
    }

    private void delete(String file) {
        assertThat(new Client(suite.url())
                        .call("DELETE", "/files/" + file, null)
                        .status())
                .isEqualTo(204);
    }

    private int stored(String file) {
        return new Client(suite.url())
                .get("/files/" + file)
                .body()
                .path("uploaded_chunks")
                .asInt();
    }
}
