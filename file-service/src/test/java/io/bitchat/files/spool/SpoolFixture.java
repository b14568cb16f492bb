package io.bitchat.files.spool;

import io.bitchat.chunks.FileKey;
import io.bitchat.crypto.Bytes;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.flow.PieceMemory;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.files.store.TestStores;
import io.bitchat.files.store.Workers;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Spools as the service has them, with real folders and stores, and files to be put into them. */
final class SpoolFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Limits that put every file into one tier. */
    static final Map<String, String> MEMORY = Map.of("memory-below", "1000000000", "folder-below", "1000000000");

    static final Map<String, String> FOLDER = Map.of("memory-below", "0", "folder-below", "1000000000");
    static final Map<String, String> STORE = Map.of("memory-below", "0", "folder-below", "0");

    final Path folder;
    final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    final Vertx vertx = Vertx.vertx();
    final Workers workers = TestStores.workers(vertx);
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final ChunkStore store;
    private final Map<String, String> limits;

    SpoolFixture(Path folder, Map<String, String> limits) {
        this.folder = folder;
        this.limits = limits;
        this.store = TestStores.folder(folder.resolve("store"), usable::get, workers);
    }

    SpoolFixture(Path folder, Map<String, String> limits, Function<Workers, ChunkStore> store) {
        this.folder = folder;
        this.limits = limits;
        this.store = store.apply(workers);
    }

    Spools spools() {
        return spools(store);
    }

    Spools spools(ChunkStore other) {
        return new Spools(config(), pieces(), other, workers, metrics);
    }

    /** What a spool in the store needs, with memory of its own. */
    Spools.Parts parts(SpooledFile file, PieceMemory memory) {
        return new Spools.Parts(
                workers, new PieceStore(file, pieces().chunkSize(), store, workers), memory, new SpoolMeter(metrics));
    }

    static FilesConfig pieces() {
        return TestStores.config();
    }

    boolean isOnDisk() {
        return store.name().startsWith("folder");
    }

    Path transfers() {
        return folder.resolve("tmp/webrtc_transfers");
    }

    private SpoolConfig config() {
        var values = new HashMap<String, String>();
        values.put("bitchat.transfers.folder", transfers().toString());
        limits.forEach((name, value) -> values.put("bitchat.transfers." + name, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withMapping(SpoolConfig.class)
                .build()
                .getConfigMapping(SpoolConfig.class);
    }

    /** Files below a folder, by name. */
    static List<String> files(Path folder) {
        if (!Files.exists(folder)) return List.of();
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double memory(String tier) {
        return metrics.get("bitchat.transfers.spool.bytes")
                .tag("tier", tier)
                .gauge()
                .value();
    }

    double filesMade() {
        return metrics.get("bitchat.transfers.spool.files").counter().count();
    }

    static <T> T run(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        store.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A file of random bytes in chunks. */
    static final class Sent {
        final byte[] bytes;
        final SpooledFile file;

        Sent(int size, int chunkSize) {
            this(UUID.randomUUID(), size, chunkSize);
        }

        Sent(UUID transfer, int size, int chunkSize) {
            bytes = new byte[size];
            new Random(size).nextBytes(bytes);
            file = new SpooledFile(
                    transfer, new Chunking(size, chunkSize), FileKey.generate(new Random(chunkSize)), false);
        }

        SpooledFile restored() {
            return new SpooledFile(file.transfer(), file.chunking(), file.key(), true);
        }

        int count() {
            return file.chunking().count();
        }

        Buffer message(int index) {
            int from = (int) file.chunking().offset(index);
            var content = Arrays.copyOfRange(bytes, from, from + file.chunking().length(index));
            return Buffer.buffer(ChunkFrameCodec.encode(ChunkFrame.of(file.transfer(), index, Bytes.copyOf(content))));
        }

        void putAll(Spool spool) {
            for (int i = 0; i < count(); i++) run(spool.put(i, message(i)));
        }
    }
}
