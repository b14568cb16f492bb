package io.bitchat.bench.files;

import io.bitchat.api.Answer;
import io.bitchat.bench.Refused;
import io.bitchat.bench.files.PlayedSource.Deeds;
import io.bitchat.bench.files.PlayedSource.Manner;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.suite.SuiteApi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file that the suite fetches from several sites at once, which this process plays. Their rates are limited, so that
 * the result shows how well the rates are used and not the speed of the machine.
 */
final class FileFetch {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final double MUST_OF_SUM = 0.95;
    private static final double MUST_IN_VAIN = 2;

    private static final List<Manner> LIMITED = List.of(
            new Manner("honest at 20 MB/s", 20e6, false),
            new Manner("honest at 10 MB/s", 10e6, false),
            new Manner("lying at 20 MB/s", 20e6, true),
            new Manner("slow at 1 MB/s", 1e6, false));
    private static final List<Manner> UNLIMITED = List.of(Manner.unlimited("first"), Manner.unlimited("second"));

    private final FileBench bench;
    private final int mib;

    /** @param mib size of the file in MiB */
    FileFetch(FileBench bench, int mib) {
        this.bench = bench;
        this.mib = mib;
    }

    /**
     * The result of a fetch.
     *
     * @param seconds time from the first chunk requested to the last one stored
     * @param sent bytes of chunks sent by all sources
     * @param inVain bytes of these that were redundant, as the suite reports
     * @param fares the suite's report on each source
     */
    private record Fetched(double seconds, long sent, long inVain, String fares) {}

    void run(Report report) {
        var file = OfferedFile.of(id("limited"), bench.content(mib));
        limited(report, file);
        unlimited(report, file.as(id("unlimited")));
    }

    private void limited(Report report, OfferedFile file) {
        var name = FileBench.name("fetch", mib) + ", " + LIMITED.size() + " sources";
        var fetched = fetch(file, LIMITED);
        long size = file.content().size();
        double rate = size / 1e6 / fetched.seconds();
        report.add(List.of(
                Figure.informs(name, "MB/s", rate),
                Figure.atLeast(name + ", ours / sum of the honest", "", rate / honestRate(), MUST_OF_SUM),
                Figure.atMost(name + ", sent in vain", "%", 100.0 * (fetched.sent() - size) / size, MUST_IN_VAIN)));
        report.condition(name, "each byte compared, and right; " + fetched.fares());
        report.condition(
                name + ", in vain as the suite tells",
                String.format(Locale.ROOT, "%.2f %%", 100.0 * fetched.inVain() / size));
    }

    /** Sum of the rates of all honest sources, the slow one included. */
    private static double honestRate() {
        return LIMITED.stream()
                .filter(manner -> !manner.lies())
                .mapToDouble(manner -> manner.bytesPerSecond() / 1e6)
                .sum();
    }

    private void unlimited(Report report, OfferedFile file) {
        var name = FileBench.name("fetch", mib) + ", " + UNLIMITED.size() + " sources without a limit";
        double seconds = fetch(file, UNLIMITED).seconds();
        report.add(List.of(Figure.informs(name, "MB/s", file.content().size() / 1e6 / seconds)));
    }

    /** Replaces dashes, which file ids cannot contain. */
    private String id(String what) {
        return bench.driver().fresh(what).replace('-', '_');
    }

    // --- one fetch

    private Fetched fetch(OfferedFile file, List<Manner> manners) {
        bench.driver().say("   " + manners.stream().map(Manner::name).collect(Collectors.joining(", ")));
        List<PlayedSource> sources = new ArrayList<>();
        try {
            manners.forEach(
                    manner -> sources.add(new PlayedSource(bench.driver().loop(), file, manner)));
            begin(file, sources);
            awaitAll(file);
            long ended = System.nanoTime();
            var deeds = sources.stream().map(PlayedSource::deeds).toList();
            var told = awaitReport(file);
            bench.download(new FileBench.Stored(file.id(), file.content(), 0));
            return new Fetched(
                    (ended - began(deeds)) / 1e9,
                    deeds.stream().mapToLong(Deeds::bytes).sum(),
                    told.getLong("refetched", 0L),
                    fares(told, sources));
        } finally {
            sources.forEach(PlayedSource::close);
        }
    }

    private static long began(List<Deeds> deeds) {
        return deeds.stream()
                .mapToLong(Deeds::began)
                .filter(nanos -> nanos != 0)
                .min()
                .orElseThrow();
    }

    private void begin(OfferedFile file, List<PlayedSource> sources) {
        var request = new JsonObject()
                .put("requested_by", bench.peer().id())
                .put("merkle_root", file.root().toString())
                .put(
                        "sources",
                        new JsonArray(sources.stream().map(PlayedSource::url).toList()));
        var answer = Await.result(bench.api().fetch(bench.peer(), file.id(), request), PATIENCE);
        if (answer.status() != 202) throw refusal(answer);
    }

    private static Refused refusal(Answer answer) {
        var said = answer.body().toString();
        return said.contains("fetch_disabled") || said.contains("bitchat.files.fetch.from")
                ? new Refused("the suite does not fetch from 127.0.0.1, where the bench serves the sources: "
                        + "BITCHAT_FILES_FETCH_FROM=127.0.0.1 ./bitchat up --rate-limit off")
                : new Refused("a fetch was answered with " + answer.status() + ": " + said);
    }

    private void awaitAll(OfferedFile file) {
        boolean came = Await.until(
                () -> {
                    var told = told(file);
                    var state = told.getString("state");
                    if (Set.of("failed", "stopped", "waiting").contains(state)) {
                        throw new Refused("the fetch is " + state + ": " + told.getString("reason"));
                    }
                    return told.getInteger("chunks") == file.content().chunks();
                },
                LONG);
        if (!came) throw new Refused("the fetch did not end within " + LONG.toMinutes() + " min");
    }

    /** The final report appears a moment after the last chunk. */
    private JsonObject awaitReport(OfferedFile file) {
        Await.until(() -> told(file).getString("state").equals("completed"), PATIENCE);
        return told(file);
    }

    private JsonObject told(OfferedFile file) {
        return Await.result(
                        bench.api()
                                .fetched(bench.peer(), file.id())
                                .compose(answer -> SuiteApi.expect(answer, "the state of a fetch", 200)),
                        PATIENCE)
                .json();
    }

    private static String fares(JsonObject told, List<PlayedSource> sources) {
        return told.getJsonArray("sources", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(row -> name(row, sources) + " is " + row.getString("state") + ", gave " + row.getInteger("chunks")
                        + " chunks")
                .collect(Collectors.joining("; "));
    }

    private static String name(JsonObject row, List<PlayedSource> sources) {
        return sources.stream()
                .filter(source -> source.url().equals(row.getString("url")))
                .map(source -> source.manner().name())
                .findFirst()
                .orElse("another");
    }
}
