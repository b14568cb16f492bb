package io.bitchat.files.spool;

import static io.bitchat.files.spool.SpoolFixture.files;
import static io.bitchat.files.spool.SpoolFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.spool.SpoolFixture.Sent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FolderSpoolTest extends SpoolContract {
    private static final int SLOT = SealedChunk.sealedLength(32 + USUAL);

    @Override
    SpoolFixture fixture(Path folder) {
        return new SpoolFixture(folder, SpoolFixture.FOLDER);
    }

    @Test
    void whatIsOnTheDiskSaysNothingAndIsForThisUserAlone() throws Exception {
        var sent = new Sent(4 * USUAL, USUAL);
        Arrays.fill(sent.bytes, (byte) 'A');
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);

        var stored = new String(Files.readAllBytes(chunksOf(sent)), StandardCharsets.ISO_8859_1);

        assertThat(stored).hasSize(4 * SLOT).doesNotContain("AAAA");
        assertThat(HexFormat.of().formatHex(stored.getBytes(StandardCharsets.ISO_8859_1)))
                .doesNotContain(HexFormat.of().formatHex(sent.message(0).getBytes(21, 53)));
        assertThat(Files.getPosixFilePermissions(chunksOf(sent).getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(fixture.filesMade()).isEqualTo(1);
        run(spool.delete());
    }

    /** Without its file, a spool has what is in memory. */
    @Test
    void receiversThatKeepUpCauseNoReads() throws Exception {
        var sent = new Sent(40 * USUAL, USUAL);
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);
        Files.write(chunksOf(sent), new byte[0]);

        for (int i = 24; i < 40; i++) assertThat(run(spool.get(i))).isEqualTo(sent.message(i));
        assertThatThrownBy(() -> run(spool.get(23))).isInstanceOf(ChunkMissingException.class);
        assertThat(fixture.memory("folder")).isEqualTo(16 * USUAL);
        run(spool.delete());
    }

    @Test
    void aDamagedChunkIsPutAgainUnderAnotherNonce() throws Exception {
        var sent = new Sent(40 * USUAL, USUAL);
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);
        var before = Files.readAllBytes(chunksOf(sent));
        before[3 * SLOT + 500] ^= 1;
        Files.write(chunksOf(sent), before);

        assertThatThrownBy(() -> run(spool.get(3))).isInstanceOf(ChunkMissingException.class);
        assertThat(spool.stored().get(3)).isFalse();
        run(spool.put(3, sent.message(3)));

        assertThat(run(spool.get(3))).isEqualTo(sent.message(3));
        assertThat(nonce(Files.readAllBytes(chunksOf(sent)), 3)).isNotEqualTo(nonce(before, 3));
        run(spool.delete());
    }

    private static byte[] nonce(byte[] file, int slot) {
        return Arrays.copyOfRange(file, slot * SLOT, slot * SLOT + SealedChunk.HEAD_BYTES);
    }

    @Test
    void aKilledProcessLeavesWhatItHasStored() throws Exception {
        var sent = new Sent(60 * USUAL, USUAL);
        var process = SpoolProcess.start(folder, sent);
        var stored = awaitStored(process, 30);
        assertThat(run(spools.tidy(_ -> false))).as("in use by a process").isZero();
        process.destroyForcibly().waitFor();

        var spool = run(spools.open(sent.restored()));

        assertThat(stored).isSubsetOf(spool.stored().stream().boxed().toList());
        spool.stored().stream().forEach(i -> assertThat(run(spool.get(i))).isEqualTo(sent.message(i)));
        sent.putAll(spool);
        assertThat(run(spool.keep())).hasSize(4);
        run(spool.delete());
        assertThat(files(fixture.transfers())).isEmpty();
    }

    private static Iterable<Integer> awaitStored(Process process, int count) throws IOException {
        BufferedReader said = process.inputReader();
        return IntStream.range(0, count)
                .mapToObj(_ -> {
                    try {
                        return Integer.parseInt(said.readLine());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    @Test
    void onlyWholeSlotsOfTheTransferSurvive() throws Exception {
        var sent = new Sent(8 * USUAL, USUAL);
        var process = SpoolProcess.start(folder, sent);
        awaitStored(process, 8);
        process.destroyForcibly().waitFor();
        var file = Files.readAllBytes(chunksOf(sent));
        System.arraycopy(file, SLOT, file, 2 * SLOT, SLOT);
        Arrays.fill(file, 4 * SLOT, 5 * SLOT, (byte) 0);
        file[5 * SLOT + SLOT - 1] ^= 1;
        Files.write(chunksOf(sent), Arrays.copyOf(file, 7 * SLOT + SLOT / 2));

        var spool = run(spools.open(sent.restored()));

        assertThat(spool.stored().stream()).containsExactly(0, 1, 3, 6);
        run(spool.delete());
    }

    @Test
    void foldersOfTransfersThatDoNotRunAreTidiedAway() throws Exception {
        var running = new Sent(2 * USUAL, USUAL);
        var here = new Sent(2 * USUAL, USUAL);
        var over = new Sent(2 * USUAL, USUAL);
        for (var sent : new Sent[] {running, over}) {
            var process = SpoolProcess.start(folder, sent);
            awaitStored(process, 2);
            process.destroyForcibly().waitFor();
        }
        var spool = run(spools.open(here.file));
        here.putAll(spool);
        var other = Files.createDirectories(fixture.transfers().resolve("another"));

        int tidied = run(spools.tidy(running.file.transfer()::equals));

        assertThat(tidied).isEqualTo(1);
        assertThat(chunksOf(over).getParent()).doesNotExist();
        assertThat(chunksOf(running)).exists();
        assertThat(other).exists();
        assertThat(run(spools.open(running.restored())).stored().cardinality()).isEqualTo(2);
        assertThat(run(spools.tidy(_ -> false))).as("those that are open here").isZero();
        run(spool.delete());
    }

    /** A million of them would take a quarter of a gigabyte as messages. */
    @Test
    void chunksOfOneByteTakeLittle() throws Exception {
        var sent = new Sent(20_000, 1);
        var spool = run(spools.open(sent.file));
        sent.putAll(spool);

        assertThat(Files.size(chunksOf(sent))).isLessThan(100L * sent.count());
        assertThat(fixture.memory("folder")).isLessThan(10_000);
        assertThat(run(spool.get(7))).isEqualTo(sent.message(7));
        assertThat(run(spool.keep())).hasSize(1);
        run(spool.delete());
    }

    @Test
    void whatTheFolderHasNoRoomForIsKeptInTheStore() {
        var limits = Map.of("memory-below", "0", "folder-below", "1000000000", "folder-limit", "5000000");
        try (var small = new SpoolFixture(folder.resolve("small"), limits)) {
            var first = new Sent(3 << 20, USUAL);
            var second = new Sent(3 << 20, 100_000);
            var spools = small.spools();
            var inFolder = run(spools.open(first.file));
            var inStore = run(spools.open(second.file));
            first.putAll(inFolder);
            second.putAll(inStore);

            assertThat(SpoolFixture.files(small.transfers()))
                    .isNotEmpty()
                    .allMatch(name -> name.contains(first.file.fileId()));
            for (int i = 0; i < second.count(); i++)
                assertThat(run(inStore.get(i))).isEqualTo(second.message(i));
            run(inStore.delete());
            run(inFolder.delete());
            inFolder = run(spools.open(second.file));
            assertThat(small.filesMade()).as("there is room again").isEqualTo(2);
            run(inFolder.delete());
        }
    }

    @Test
    void nothingToTidyIsFine() {
        assertThat(run(spools.tidy(_ -> false))).isZero();
        run(spools.discard(new Sent(10, 10).file));
    }

    private Path chunksOf(Sent sent) {
        UUID transfer = sent.file.transfer();
        return fixture.transfers().resolve(transfer.toString()).resolve("chunks");
    }
}
