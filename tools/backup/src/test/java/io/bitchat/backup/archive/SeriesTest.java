package io.bitchat.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTest {
    @TempDir
    Path folder;

    @Test
    void whatAnInterruptedBackupHasLeftIsDeletedUnlessItIsBeingWritten() throws IOException {
        var series = new Series(folder);
        var old = series.next(Instant.parse("2026-11-28T03:00:00Z"));
        var interrupted = Files.createFile(folder.resolve(old.getFileName() + ".partial"));
        var others = Files.createFile(folder.resolve("by hand.zip.partial"));
        try (var running = new Draft(folder.resolve("bitchat-20261129T020000Z.zip"))) {
            var written = Files.createFile(running.partial());

            series.next(Instant.parse("2026-11-29T03:00:00Z"));

            assertThat(interrupted).doesNotExist();
            assertThat(written).exists();
            assertThat(others).exists();
        }
    }

    @Test
    void keepsTheNewestAndWhatIsNotItsOwn() throws IOException {
        var series = new Series(folder.resolve("backups"));
        for (var day : new String[] {"28", "27", "29"}) {
            Files.createFile(series.next(Instant.parse("2026-11-" + day + "T03:00:00.5Z")));
        }
        Files.createFile(folder.resolve("backups/bitchat-20261130T030000Z.zip.partial"));
        Files.createFile(folder.resolve("backups/by hand.zip"));

        var deleted = series.keep(2);

        assertThat(deleted).containsExactly(folder.resolve("backups/bitchat-20261127T030000Z.zip"));
        assertThat(folder.resolve("backups"))
                .isDirectoryNotContaining("glob:**/bitchat-20261127T030000Z.zip")
                .isDirectoryContaining("glob:**/bitchat-20261128T030000Z.zip")
                .isDirectoryContaining("glob:**/by hand.zip")
                .isDirectoryContaining("glob:**.partial");
    }
}
