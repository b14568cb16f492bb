package io.bitchat.bench.rooms;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.OpenLoop;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.Processes;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** What {@code bench rooms} measures. */
final class RoomPhases {
    private static final long MEGABYTE = 1_000_000;
    private static final List<String> SERVICES = List.of("file-service", "message-service");
    private static final Pattern MESSAGE_ID = Pattern.compile("\"message_id\":\"([^\"]*)\"");
    private static final int PAUSED = 10;
    private static final int CUTS = 10;
    private static final int RECEIVERS = 5;
    private static final double PER_SECOND = 50;
    private static final int CHAT_SECONDS = 10;
    private static final int OFFERS = 10_000;
    private static final int FLOOD_ROUNDS = 5;

    private final Vertx vertx;
    private final RoomBench bench;
    private final Report report;
    private final long size;

    RoomPhases(Vertx vertx, RoomBench bench, Report report, long size) {
        this.vertx = vertx;
        this.bench = bench;
        this.report = report;
        this.size = size;
    }

    /** @param rounds of which the fastest counts, of both relays */
    void relay(int rounds) {
        double best = 0;
        double plain = 0;
        for (int i = 0; i < rounds; i++) {
            plain = Math.max(plain, PlainRelay.measure(vertx, size));
            try (var room = bench.room(1, size)) {
                best = Math.max(best, bench.transfer(room));
            }
        }
        report.add(List.of(
                Figure.atLeast("relay of %d MB between two sockets".formatted(size / MEGABYTE), "MB/s", best, 100)
                        .against("plain WebSocket relay", plain),
                Figure.informs("floor: a plain WebSocket relay in this process", "MB/s", plain),
                Figure.atLeast("relay, ratio to the plain one", "", best / plain, 0.5)));
    }

    /** Transfers that stop half-way, of files that are spooled in a folder. */
    void memory() {
        var metrics = new ServiceMetrics(bench.driver().suite());
        // the classes and the code that the first transfer loads are not memory of one transfer
        try (var room = bench.room(1, 50 * MEGABYTE)) {
            bench.transfer(room);
        }
        var before = memoryOf(metrics);
        var rooms = new ArrayList<RoomBench.Room>();
        try {
            for (int i = 0; i < PAUSED; i++) {
                var room = bench.room(1, 50 * MEGABYTE);
                rooms.add(room);
                int half = room.file().chunking().count() / 2;
                room.sender().sendsUntil(half);
                bench.onLoop(room::start);
                Await.until(() -> room.receivers().getFirst().received() >= half, RoomBench.LONG);
            }
            var with = memoryOf(metrics);
            report.add(List.of(
                    Figure.atMost(
                            "memory above idle per active transfer, heap and buffers",
                            "MB",
                            (with.heap() - before.heap()) / PAUSED,
                            4),
                    Figure.informs(
                            "memory above idle per active transfer, resident",
                            "MB",
                            (with.resident() - before.resident()) / PAUSED)));
            report.condition("heap + buffers before, in MB", String.join(", ", before.parts()));
            report.condition(
                    "heap + buffers with %d transfers, in MB".formatted(PAUSED), String.join(", ", with.parts()));
        } finally {
            rooms.forEach(RoomBench.Room::close);
        }
    }

    /**
     * Memory of the services together, in MB.
     *
     * @param heap heap and direct buffers after a collection
     */
    private record Memory(double heap, double resident, List<String> parts) {}

    private Memory memoryOf(ServiceMetrics metrics) {
        double sum = 0;
        double resident = 0;
        var parts = new ArrayList<String>();
        for (var service : SERVICES) {
            long pid = bench.driver().suite().pids().getOrDefault(service, 0L);
            Processes.collectGarbage(pid);
            double heap = metrics.sum(service, "jvm_memory_used_bytes");
            double buffers = metrics.sum(service, "jvm_buffer_memory_used_bytes");
            sum += heap + buffers;
            resident += Processes.residentKb(pid) * 1024.0;
            parts.add("%s %.1f + %.1f".formatted(service, heap / MEGABYTE, buffers / MEGABYTE));
        }
        return new Memory(sum / MEGABYTE, resident / MEGABYTE, parts);
    }

    /** Messages to the receiver, on the socket that takes the chunks. */
    void chat() {
        double without = chat(false);
        double with = chat(true);
        report.add(List.of(
                Figure.informs("chat send to socket p95 without a transfer", "ms", without),
                Figure.informs("chat send to socket p95 during a transfer", "ms", with),
                Figure.atMost("chat send to socket p95, ratio", "", with / without, 2)));
    }

    private double chat(boolean transferring) {
        try (var room = bench.room(1, size)) {
            var due = new HashMap<String, Long>();
            var latencies = new Latencies();
            var driver = bench.driver();
            room.receivers().getFirst().onText(text -> {
                var id = MESSAGE_ID.matcher(text);
                var at = id.find() ? due.remove(id.group(1)) : null;
                if (at != null) latencies.since(at);
            });
            var ended = transferring ? bench.onLoop(room::start) : null;
            var pace = new OpenLoop(driver.loop());
            var to = room.peers().getLast().id();
            Await.result(
                    pace.run(PER_SECOND, (long) (PER_SECOND * CHAT_SECONDS), (index, at) -> {
                        if (ended != null && ended.isComplete()) return; // not during the transfer
                        var id = driver.fresh(to + "-" + index);
                        due.put(id, at);
                        driver.api().send(room.peers().getFirst(), to, id, "hello");
                    }),
                    Duration.ofSeconds(CHAT_SECONDS + 60L));
            if (ended != null) Await.result(ended, RoomBench.LONG);
            Await.until(() -> Await.onLoop(driver.loop(), due::isEmpty), Duration.ofSeconds(10));
            report.condition(
                    "chat " + (transferring ? "during" : "without") + " a transfer",
                    latencies.count() + " messages arrived, " + due.size() + " did not");
            if (latencies.count() == 0) throw new Refused("no chat message arrived");
            return Await.onLoop(driver.loop(), () -> latencies.percentile(95));
        }
    }

    /** A file that is spooled in a folder. */
    void cleanup() {
        var metrics = new ServiceMetrics(bench.driver().suite());
        double count = metrics.sum("file-service", "bitchat_transfers_cleanup_seconds_count");
        double sum = metrics.sum("file-service", "bitchat_transfers_cleanup_seconds_sum");
        try (var room = bench.room(1, 50 * MEGABYTE)) {
            var folder = Path.of(System.getProperty("java.io.tmpdir"), "webrtc_transfers")
                    .resolve(room.file().transfer().toString());
            var ended = bench.onLoop(room::start);
            boolean seen = Await.until(() -> Files.exists(folder) || ended.isComplete(), RoomBench.LONG)
                    && Files.exists(folder);
            Await.result(ended, RoomBench.LONG);
            long began = System.nanoTime();
            Await.until(() -> !Files.exists(folder), Duration.ofSeconds(10));
            double gone = (System.nanoTime() - began) / 1e9;
            Await.until(
                    () -> metrics.sum("file-service", "bitchat_transfers_cleanup_seconds_count") > count,
                    Duration.ofSeconds(10));
            double cleaned = metrics.sum("file-service", "bitchat_transfers_cleanup_seconds_sum") - sum;
            double times = metrics.sum("file-service", "bitchat_transfers_cleanup_seconds_count") - count;
            report.add(List.of(
                    Figure.atMost("clean-up after the end, as the service measures it", "s", cleaned / times, 0.3),
                    Figure.atMost("clean-up after the end, until the folder is gone", "s", gone, 0.3)));
            report.condition("folder of the spool", seen ? folder.getParent() + ", seen" : "not seen on this machine");
        }
    }

    /** Cuts of either socket at random moments. */
    void cuts(long seed) {
        var random = new Random(seed);
        long bytes = 100 * MEGABYTE;
        var ways = List.of(bench.relay(), bench.relay());
        try (var room = bench.room(ways.stream().map(bench::through).toList(), bytes)) {
            var receiver = room.receivers().getFirst();
            var ended = bench.onLoop(room::start);
            int chunks = room.file().chunking().count();
            for (int i = 1; i <= CUTS; i++) {
                int at = (int) (chunks * (i - random.nextDouble()) / (CUTS + 1));
                Await.until(() -> ended.isComplete() || receiver.received() >= at, RoomBench.LONG);
                var cut = ways.get(random.nextInt(2));
                bench.driver().loop().runOnContext(_ -> cut.cut());
            }
            Await.result(ended, RoomBench.LONG);
            long needed = bytes + (long) chunks * ChunkFrameCodec.HEADER_BYTES;
            double again = 100.0 * (room.sender().sentBytes() - needed) / needed;
            report.add(List.of(Figure.atMost("100 MB cut off %d times, sent again".formatted(CUTS), "%", again, 1)));
            report.condition("seed of the cuts", Long.toString(seed));
        }
    }

    void fanOut() {
        long bytes = 100 * MEGABYTE;
        try (var room = bench.room(RECEIVERS, bytes)) {
            double speed = bench.transfer(room);
            report.add(List.of(
                    Figure.atMost(
                            "one sender, %d receivers, bytes sent per byte of the file".formatted(RECEIVERS),
                            "",
                            (double) room.sender().sentBytes() / bytes,
                            1.05),
                    Figure.informs("one sender, %d receivers, each".formatted(RECEIVERS), "MB/s", speed)));
        }
    }

    /** Transfers of others, beside a peer that offers as fast as it can and a stranger that guesses ids. */
    void flood() {
        long bytes = 100 * MEGABYTE;
        var alone = new ArrayList<Double>();
        for (int i = 0; i < FLOOD_ROUNDS; i++) alone.add(speed(bytes));
        try (var guessed = bench.room(1, bytes)) {
            var flood =
                    new OfferFlood(bench.driver(), guessed.peers().getFirst().id());
            var flooded = flood.run(OFFERS);
            var beside = new ArrayList<Double>();
            while (beside.isEmpty() || !flooded.isComplete()) beside.add(speed(bytes));
            Await.result(flooded, RoomBench.LONG);
            double before = median(alone);
            double during = median(beside);
            report.add(List.of(
                    Figure.informs("transfer of 100 MB, alone", "MB/s", before),
                    Figure.informs(
                            "transfer of 100 MB, beside %d offers of one peer".formatted(OFFERS), "MB/s", during),
                    Figure.atMost("time of a transfer beside the offers, ratio", "", before / during, 1.2)));
            report.condition("offers of one peer, a second", Integer.toString(OfferFlood.PER_SECOND));
            report.condition("offers of one peer, by status", flood.offersByStatus());
            report.condition("guessed ids, by status", flood.guessesByStatus());
        }
    }

    private double speed(long bytes) {
        try (var room = bench.room(1, bytes)) {
            return bench.transfer(room);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
