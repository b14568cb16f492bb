package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FolderStoreTest extends ChunkStoreContract {
    @Override
    ChunkStore open(Workers workers) {
        return on(new Disk(() -> Long.MAX_VALUE, () -> Long.MAX_VALUE, 0), workers);
    }

    private static ChunkStore on(Disk disk, Workers workers) {
        return new FolderStore(Configurations.files(), disk, workers);
    }

    @Test
    void whatIsKeptBackOfTheDiskIsNotWrittenTo() {
        var key = new ObjectKey("file_reserved", 0);
        try (var full = on(new Disk(() -> 5_000, () -> 1_000_000, 4_500), workers)) {
            run(full.put(key, bytes(500, 1)));

            assertThatThrownBy(() -> run(full.put(key, bytes(501, 1)))).hasStackTraceContaining("kept as a reserve");
            assertThat(run(full.spare())).hasValue(500);
        }
    }

    /** Each finds room for itself alone, but the second would use the reserve. */
    @Test
    void whatIsBeingWrittenCountsAsWritten() {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = new ObjectBody() {
            @Override
            public int length() {
                return 300;
            }

            @Override
            public void writeTo(Pieces out) throws IOException {
                begun.countDown();
                awaitUninterruptibly(goOn);
                out.write(ByteBuffer.allocate(300));
            }
        };
        var first = new ObjectKey("file_at_once", 0);
        var second = new ObjectKey("file_at_once", 1);
        try (var store = on(new Disk(() -> 5_000, () -> 1_000_000, 4_500), workers)) {
            var writing = store.put(first, slow).subscribeAsCompletionStage();
            awaitUninterruptibly(begun);

            assertThatThrownBy(() -> run(store.put(second, bytes(300, 1))))
                    .hasStackTraceContaining("kept as a reserve");

            goOn.countDown();
            assertThat(writing).succeedsWithin(Duration.ofSeconds(20));
            run(store.put(second, bytes(300, 1)));
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A folder in the object's place causes the failure, and not a full disk. */
    @Test
    void whatFailsWithRoomLeftIsNotCalledFull() throws Exception {
        var key = new ObjectKey("file_blocked", 0);
        var place = java.nio.file.Path.of(store.locationOf(key));
        java.nio.file.Files.createDirectories(place.resolve("no space left on device"));

        assertThatThrownBy(() -> run(store.put(key, bytes(10, 1)))).hasRootCauseInstanceOf(IOException.class);
    }

    /** A folder has no server to restart. */
    @Override
    void restart() {}

    @Test
    void anObjectIsReadFromAnyPlace() throws Exception {
        var object = bytes(CHUNK, 1);
        var key = new ObjectKey("file_places", 0);
        run(store.put(key, object));

        try (var opened = run(store.read(key, new Kept()))) {
            var middle = copy(opened.read(500_000, 1_000, ByteBuffer.allocate(2_000)));
            var end = copy(
                    opened.read(CHUNK - 10, 1_000, ByteBuffer.allocate(1_000).position(7)));

            assertThat(opened.length()).isEqualTo(CHUNK);
            assertThat(middle).isEqualTo(Arrays.copyOfRange(object, 500_000, 501_000));
            assertThat(end).isEqualTo(Arrays.copyOfRange(object, CHUNK - 10, CHUNK));
            opened.close();
        }
    }

    @Test
    void anObjectIsClosedWhoseReaderFails() {
        var key = new ObjectKey("file_failing", 0);
        run(store.put(key, bytes(10, 1)));
        var seen = new AtomicReference<StoredObject>();
        var failing = new ObjectReader<Void>() {
            @Override
            public Void open(StoredObject object) throws IOException {
                seen.set(object);
                throw new IOException("broken");
            }

            @Override
            public Void pass(InputStream object) {
                throw new AssertionError("a folder has no reason to hurry its readers");
            }
        };

        assertThatThrownBy(() -> run(store.read(key, failing))).hasStackTraceContaining("broken");

        assertThatThrownBy(() -> seen.get().length()).isInstanceOf(ClosedChannelException.class);
    }

    /** Opening a named pipe blocks until somebody writes to it, so it simulates a slow disk. */
    @Test
    void anObjectIsClosedThatOpensAfterItsReaderHasGivenUp() throws Exception {
        var key = new ObjectKey("file_late" + System.nanoTime(), 0);
        var place = java.nio.file.Path.of(store.locationOf(key));
        java.nio.file.Files.createDirectories(place.getParent());
        assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor())
                .isZero();

        store.read(key, new Kept()).subscribe().with(_ -> {}).cancel();
        try (var writer = new FileOutputStream(place.toFile())) {
            await().untilAsserted(
                            () -> assertThatThrownBy(() -> writer.write(1)).hasMessageContaining("Broken pipe"));
        }
    }

    /** The probe hangs on a named pipe without a reader, as on a disk that hangs. */
    @Test
    void aProbeThatHangsKeepsNothingElseWaiting() throws Exception {
        run(store.check());
        var key = new ObjectKey("file_beside_probe", 0);
        var probe = java.nio.file.Path.of(store.locationOf(key)).resolve("../../../.drafts/probe.part");
        assertThat(new ProcessBuilder("mkfifo", probe.normalize().toString())
                        .start()
                        .waitFor())
                .isZero();
        var hanging = store.check().subscribeAsCompletionStage();

        for (int i = 0; i < 2 * Configurations.files().threads(); i++) run(store.put(key, bytes(10, i)));
        assertThat(hanging).isNotDone();

        try (var reader = new FileInputStream(probe.normalize().toFile())) {
            assertThat(reader.readNBytes(4_096)).hasSize(4_096);
        }
        await().until(hanging::isDone);
        run(store.check());
    }

    private static byte[] copy(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static final class Kept implements ObjectReader<StoredObject> {
        @Override
        public StoredObject open(StoredObject object) {
            return object;
        }

        @Override
        public StoredObject pass(InputStream object) {
            throw new AssertionError("a folder has no reason to hurry its readers");
        }
    }

    @Test
    void namesItsFolder() {
        try (var store = open(workers)) {
            assertThat(store.name()).startsWith("folder /").contains("/target/contract/files");
        }
    }
}
