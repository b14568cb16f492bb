package io.bitchat.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One large file, up and down, in turn with a peer where there is one: what the machine does besides changes within minutes. */
final class FileThroughput {
    private static final double SEED_TARGET = 10;
    private static final double MUST_OF_PEER = 0.8;
    private static final double AIM_OF_PEER = 1.2;

    private final FileBench bench;
    private final @Nullable URI tus;
    private final int rounds;

    /** @param tus where uploads are created at a tus server to compare with */
    FileThroughput(FileBench bench, @Nullable URI tus, int rounds) {
        this.bench = bench;
        this.tus = tus;
        this.rounds = rounds;
    }

    private static final class Rates {
        private final List<Double> up = new ArrayList<>();
        private final List<Double> down = new ArrayList<>();
    }

    /** The last of the files that were uploaded. */
    FileBench.Stored run(Report report) {
        int mib = bench.plan().mib();
        bench.driver().say("   warm-up");
        bench.download(bench.upload(Math.min(mib, 512)));
        var ours = new Rates();
        var theirs = new Rates();
        FileBench.Stored last = null;
        for (int round = 0; round < rounds; round++) {
            bench.driver().say("   round " + (round + 1) + " of " + rounds);
            if (tus != null) peer(tus, theirs);
            last = bench.upload(mib);
            ours.up.add(last.mbPerSecond());
            ours.down.add(bench.download(last));
        }
        figures(report, FileBench.name("upload", mib), ours.up, theirs.up);
        figures(report, FileBench.name("download", mib), ours.down, theirs.down);
        if (last == null) throw new Refused("at least one round is needed");
        return last;
    }

    private void peer(URI tus, Rates theirs) {
        var server = new TusPeer(bench, tus);
        var content = bench.content(bench.plan().mib());
        long began = System.nanoTime();
        var location = server.upload(content);
        theirs.up.add(FileBench.rate(content.size(), began));
        began = System.nanoTime();
        server.download(location, content);
        theirs.down.add(FileBench.rate(content.size(), began));
        server.delete(location);
    }

    private static void figures(Report report, String name, List<Double> ours, List<Double> theirs) {
        double median = median(ours).orElseThrow();
        report.add(List.of(
                name.startsWith("upload")
                        ? Figure.atLeast(name, "MB/s", median, SEED_TARGET)
                        : Figure.informs(name, "MB/s", median)));
        median(theirs)
                .ifPresent(other -> report.add(List.of(
                        Figure.informs(name + ", the tus server", "MB/s", other),
                        Figure.atLeast(name + ", ours / theirs", "", median / other, MUST_OF_PEER)
                                .aim(AIM_OF_PEER))));
        report.condition(name + ", rounds", ours + (theirs.isEmpty() ? "" : " beside " + theirs));
    }

    private static OptionalDouble median(List<Double> values) {
        if (values.isEmpty()) return OptionalDouble.empty();
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return OptionalDouble.of(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }
}
