package io.bitchat.bench.files;

import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.ProcessorShare;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Upload and download rate of one large file, in alternation with comparison servers if there are any: the machine's
 * other load changes within minutes.
 */
final class FileThroughput {
    private static final double SEED_TARGET = 10;
    private static final int WARM_UP_MIB = 512;
    /** Reading takes a fraction of the time of writing, so it is repeated to be compiled too. */
    private static final int WARM_UP_READS = 2;

    private final FileBench bench;
    private final List<Beside> others;
    private final int warmUps;
    private final int rounds;
    private final Rates ours = new Rates();
    private final Rates driver = new Rates();

    /** @param warmUps rounds that do not count, with smaller files: JIT compilers are busy until ten GiB have passed */
    FileThroughput(FileBench bench, List<FilePeer> peers, int warmUps, int rounds) {
        this.bench = bench;
        this.others = peers.stream().map(peer -> new Beside(peer, new Rates())).toList();
        this.warmUps = warmUps;
        this.rounds = rounds;
    }

    private record Beside(FilePeer peer, Rates rates) {}

    private static final class Rates {
        private final List<Double> up = new ArrayList<>();
        private final List<Double> down = new ArrayList<>();
    }

    void run(Report report) {
        for (int round = 0; round < warmUps; round++) {
            bench.driver().say("   warm-up " + (round + 1) + " of " + warmUps);
            warmUp(Math.min(bench.plan().mib(), WARM_UP_MIB));
        }
        for (int round = 0; round < rounds; round++) {
            bench.driver().say("   round " + (round + 1) + " of " + rounds);
            others.forEach(other -> theirs(other, bench.content(bench.plan().mib())));
            ours();
        }
        tell(report);
    }

    /** Warms up the suite, the comparison servers and the driver's own code. */
    private void warmUp(int mib) {
        var stored = bench.upload(mib);
        for (int read = 0; read < WARM_UP_READS; read++) bench.download(stored);
        bench.delete(stored);
        others.forEach(other -> warmUp(other.peer(), bench.content(mib)));
    }

    private static void warmUp(FilePeer peer, FileContent content) {
        var location = peer.upload(content);
        for (int read = 0; read < WARM_UP_READS; read++) peer.download(location, content);
        peer.delete(location);
    }

    private void ours() {
        var share = ProcessorShare.start();
        var stored = bench.uploadLarge();
        driver.up.add(share.percent());
        ours.up.add(stored.mbPerSecond());
        share = ProcessorShare.start();
        ours.down.add(bench.download(stored));
        driver.down.add(share.percent());
    }

    private static void theirs(Beside other, FileContent content) {
        long began = System.nanoTime();
        var location = other.peer().upload(content);
        other.rates().up.add(FileBench.rate(content.size(), began));
        began = System.nanoTime();
        other.peer().download(location, content);
        other.rates().down.add(FileBench.rate(content.size(), began));
        other.peer().delete(location);
    }

    private void tell(Report report) {
        var up = FileBench.name("upload", bench.plan().mib());
        var down = FileBench.name("download", bench.plan().mib());
        report.add(List.of(Figure.atLeast(up, "MB/s", median(ours.up), SEED_TARGET)));
        others.forEach(other -> beside(report, up, other, other.rates().up, ours.up));
        report.add(List.of(Figure.informs(down, "MB/s", median(ours.down))));
        others.forEach(other -> beside(report, down, other, other.rates().down, ours.down));
        report.condition("throughput", "after " + warmUps + " rounds of warm-up");
        report.condition(up + ", rounds", numbers(ours.up));
        report.condition(down + ", rounds", numbers(ours.down));
        report.condition(
                "the driver's share of all cores",
                "%.0f %% in uploads, %.0f %% in downloads".formatted(median(driver.up), median(driver.down)));
    }

    private static void beside(Report report, String what, Beside other, List<Double> theirs, List<Double> ours) {
        var peer = other.peer();
        var ratio = what + ", ours / " + peer.name();
        double share = median(ours) / median(theirs);
        report.add(List.of(
                Figure.informs(what + ", " + peer.name(), "MB/s", median(theirs)),
                what.startsWith("upload") ? peer.ofUpload(ratio, share) : peer.ofDownload(ratio, share)));
        report.condition(what + ", rounds of " + peer.name(), numbers(theirs));
    }

    private static String numbers(List<Double> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.0f", value))
                .collect(Collectors.joining(", ", "", " MB/s"));
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
