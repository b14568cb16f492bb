package io.bitchat.files.spool;

import static io.bitchat.files.spool.SpoolFixture.files;
import static io.bitchat.files.spool.SpoolFixture.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.files.spool.SpoolFixture.Sent;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemorySpoolTest extends SpoolContract {
    @Override
    SpoolFixture fixture(Path folder) {
        return new SpoolFixture(folder, SpoolFixture.MEMORY);
    }

    @Test
    void writesNoFileAndGivesBackTheSameBuffer() {
        var sent = new Sent(9_000_000, USUAL);
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);
        var last = sent.message(5);
        assertThat(run(spool.get(5))).isEqualTo(last);

        assertThat(files(folder)).isEmpty();
        assertThat(fixture.filesMade()).isZero();
        assertThat(fixture.memory("memory")).isEqualTo(9_000_000 + 256 * 138);
        run(spool.delete());
    }

    /** The second file needs the folder; once the first is deleted there is room again. */
    @Test
    void whatDoesNotFitIntoTheMemoryOfAllGoesToTheFolder() {
        try (var small = new SpoolFixture(
                folder, Map.of("memory-below", "10485760", "folder-below", "104857600", "memory", "3000000"))) {
            var all = small.spools();
            var first = new Sent(2_000_000, USUAL);
            var second = new Sent(1_500_000, USUAL);
            var third = new Sent(1_500_001, USUAL);
            var inMemory = run(all.open(first.file));
            var inFolder = run(all.open(second.file));

            second.putAll(inFolder);
            assertThat(files(small.transfers())).containsExactly(second.file.transfer() + "/chunks");
            assertThat(small.filesMade()).isEqualTo(1);

            run(inMemory.delete());
            var again = run(all.open(third.file));
            assertThat(small.filesMade()).isEqualTo(1);
            // what a file of 1 MiB in chunks of one byte would take as messages
            var tiny = new Sent(1 << 20, 1);
            var inSlots = run(all.open(tiny.file));
            assertThat(small.filesMade()).isEqualTo(2);

            run(again.delete());
            run(inFolder.delete());
            run(inSlots.delete());
        }
    }

    @Test
    void anEmptyFileHasNothingToKeep() {
        var sent = new Sent(0, USUAL);
        var spool = run(spools.open(sent.file));

        assertThat(run(spool.keep())).isEmpty();
        run(spool.delete());
    }

    @Test
    void aRestartLosesWhatWasInMemory() {
        var sent = new Sent(3 * USUAL, USUAL);
        sent.putAll(run(spools.open(sent.file)));

        assertThat(run(fixture.spools().open(sent.restored())).stored().cardinality())
                .isZero();
    }
}
