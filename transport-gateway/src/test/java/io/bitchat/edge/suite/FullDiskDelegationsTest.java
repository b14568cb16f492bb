package io.bitchat.edge.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.edge.disk.SmallDiskProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk of a process that keeps delegations becomes full. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullDiskDelegationsTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path said;

    private List<String> lines() throws IOException {
        var text = Files.readString(said);
        // the last line may be cut off
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private boolean isSaid(String change, String end) throws IOException {
        return lines().stream().anyMatch(line -> line.startsWith(change + " ") && line.contains(" " + end));
    }

    private Process startUntilFull() throws IOException {
        said = folder.resolve("said");
        var file = folder.resolve("delegations.db").toString();
        var process = SmallDiskProcess.start(said, Delegator.class, file);
        await().atMost(SOON).until(() -> isSaid(Delegator.GIVE, "refused") && isSaid(Delegator.WITHDRAW, "refused"));
        return process;
    }

    /** What was answered holds, and a refusal has changed nothing, neither in memory nor on the disk. */
    private void verify() throws IOException {
        Set<String> given = new HashSet<>();
        Set<String> others = new HashSet<>();
        for (var line : lines()) {
            var words = line.split(" ");
            if (words[2].equals("done")) {
                boolean gives = words[0].equals(Delegator.GIVE);
                (gives ? given : others).add(words[1]);
                (gives ? others : given).remove(words[1]);
            } else {
                // whoever asks is told of an outage
                assertThat(line).endsWith(" refused IOException");
                if (words[0].equals(Delegator.GIVE)) others.add(words[1]);
            }
        }
        // its next change may be on the disk, too, without a line
        var last = lines().getLast().split(" ");
        var underWay = last[2].equals("refused") ? List.of(last[1], "p0") : List.of(last[1]);
        given.removeAll(underWay);
        others.removeAll(underWay);
        assertThat(given).hasSizeGreaterThan(10);
        assertThat(others).hasSizeGreaterThan(3);
        try (var delegations = Delegations.open(folder.resolve("delegations.db"))) {
            assertThat(given).allMatch(peer -> delegations.isGiven(peer, Delegator.NODE));
            assertThat(others).noneMatch(peer -> delegations.isGiven(peer, Delegator.NODE));
        }
    }

    @Test
    void changesAreRefusedAndNothingOfThemIsLeft() throws Exception {
        startUntilFull().destroyForcibly().waitFor();

        verify();
    }

    @Test
    void aDiskThatHasRoomAgainIsUsedAgain() throws Exception {
        var process = startUntilFull();
        var refused = lines().stream()
                .filter(line -> line.startsWith(Delegator.GIVE) && line.contains("refused"))
                .findFirst()
                .orElseThrow();
        SmallDiskProcess.makeRoom(process);

        int before = lines().size();
        await().atMost(SOON).until(() -> lines().size() > before + 100);
        process.destroyForcibly().waitFor();
        assertThat(lines()).contains(refused.replace("refused IOException", "done"));
        verify();
    }
}
