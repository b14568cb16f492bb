package io.bitchat.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.chunks.download.Policy;
import io.bitchat.chunks.download.SourceReport;
import io.bitchat.chunks.download.SourceState;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Downloads over real sockets from servers that behave and misbehave. Limits on rates leave room for a busy machine;
 * DownloadRateTest checks exact rates in virtual time.
 */
class FileDownloadTest {
    /** Number of chunks that a download requests from one source at once. */
    private static final int IN_FLIGHT = 5;

    private static final int CHUNK = 128 * 1_024;
    private static final double FAST = 10e6;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final byte[] bytes = new byte[128 * CHUNK - 5];
    private final ChunkPlan plan = new ChunkPlan(bytes.length, CHUNK);
    private final List<TestSite> sites = new ArrayList<>();
    private final HttpSources sources = new HttpSources(vertx, HttpSources.Limits.defaults(), AddressRule.ANY);
    private final ChunkHash root;

    FileDownloadTest() {
        new Random(1).nextBytes(bytes);
        root = TestSite.root(bytes, plan);
    }

    @AfterEach
    void close() {
        sites.forEach(TestSite::close);
        sources.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private TestSite site() throws Exception {
        var site = new TestSite(vertx, bytes, CHUNK);
        sites.add(site);
        return site;
    }

    private Path target() {
        return folder.resolve("film.mkv");
    }

    private FileDownload download(Wanted wanted, Policy policy, DownloadListener listener) {
        var download = new FileDownload(vertx, wanted, new PartFileSink(vertx, target()), policy, listener);
        for (var site : sites) download.add(sources.of(site.url(), Optional.empty()));
        return download;
    }

    private static DownloadOutcome run(FileDownload download) throws Exception {
        return download.start().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private DownloadOutcome run(Policy policy) throws Exception {
        return run(download(Wanted.ofRoot(root), policy, DownloadListener.SILENT));
    }

    private DownloadProgress completed(DownloadOutcome outcome) throws Exception {
        assertThat(outcome).isInstanceOf(DownloadOutcome.Completed.class);
        assertThat(Files.readAllBytes(target())).isEqualTo(bytes);
        try (var left = Files.list(folder)) {
            assertThat(left).containsExactly(target());
        }
        return ((DownloadOutcome.Completed) outcome).progress();
    }

    private static SourceReport report(DownloadProgress progress, TestSite site) {
        return progress.sources().stream()
                .filter(one -> one.source().equals(site.url().toString()))
                .findFirst()
                .orElseThrow();
    }

    /** Measures from the verification of the hashes, so that the time of a cold start does not count. */
    private static final class Begun implements DownloadListener {
        private volatile long at;

        @Override
        public void begun(FileManifest manifest, int chunksHereAlready) {
            at = System.nanoTime();
        }

        double secondsAgo() {
            return (System.nanoTime() - at) / 1e9;
        }
    }

    @Test
    void fetchesFromThreeSourcesOfWhichOneLiesAndOneIsSlow() throws Exception {
        var fast = site().limited(FAST);
        var liar = site().limited(FAST).flipping();
        var slow = site().limited(FAST / 10);
        var begun = new Begun();

        var progress = completed(run(download(Wanted.ofRoot(root), Policy.defaults(), begun)));

        double rate = bytes.length / begun.secondsAgo();
        System.out.printf("rate %.3f of the honest sum, %d refetched%n", rate / (1.1 * FAST), progress.refetched());
        assertThat(rate / (1.1 * FAST)).isGreaterThan(0.7);
        assertThat(progress.refetched()).isLessThanOrEqualTo(bytes.length / 50);
        assertThat(report(progress, liar).state()).isEqualTo(SourceState.LYING);
        assertThat(report(progress, liar).chunks()).isZero();
        assertThat(report(progress, slow).state()).isEqualTo(SourceState.SLOW);
        assertThat(report(progress, fast).chunks()).isGreaterThan(100);
        assertThat(liar.asked).hasSize(1);
    }

    @Test
    void fourLimitedSourcesGiveTheSumOfTheirRates() throws Exception {
        for (int i = 0; i < 4; i++) site().limited(FAST / 2);
        var begun = new Begun();

        var progress = completed(run(download(Wanted.ofRoot(root), Policy.defaults(), begun)));

        double rate = bytes.length / begun.secondsAgo();
        System.out.printf("rate %.3f of the sum, %d refetched%n", rate / (2 * FAST), progress.refetched());
        assertThat(rate / (2 * FAST)).isGreaterThan(0.6);
        assertThat(progress.refetched()).isLessThanOrEqualTo(bytes.length / 50);
        assertThat(sites).allSatisfy(site -> assertThat(site.asked.size()).isBetween(20, 45));
    }

    @Test
    void aSourceThatDiesAndOneThatHangsAreNamedAndNotWaitedFor() throws Exception {
        site().limited(FAST);
        var dying = site().limited(FAST).dyingAfter(10);
        var hanging = site().limited(FAST).hangingAfter(10);
        long begun = System.nanoTime();

        var progress = completed(run(Policy.defaults()));

        assertThat(System.nanoTime() - begun).isLessThan(4_000_000_000L);
        assertThat(report(progress, dying).state()).isEqualTo(SourceState.FAILED);
        assertThat(report(progress, dying).reason()).isNotEmpty();
        assertThat(report(progress, hanging).state()).isIn(SourceState.SLOW, SourceState.FAILED);
        assertThat(progress.refetched()).isLessThanOrEqualTo(bytes.length / 25);
    }

    @Test
    void noMoreThanFiveChunksAreInFlight() throws Exception {
        var site = site().limited(3 * FAST);

        completed(run(Policy.defaults()));

        assertThat(site.mostInFlight).isBetween(2, 5);
        assertThat(site.asked).doesNotHaveDuplicates().hasSize(128);
    }

    @Test
    void goesOnWhereItWasStopped() throws Exception {
        var site = site().limited(FAST);
        var download = download(Wanted.ofRoot(root), Policy.defaults(), DownloadListener.SILENT);
        var outcome = download.start();
        await().until(() -> site.asked.size() > 50);

        download.stop();

        assertThat(outcome.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isInstanceOf(DownloadOutcome.Stopped.class);
        int stored = Files.readAllLines(folder.resolve("film.mkv.part.journal")).size() - 1;
        assertThat(stored).isGreaterThan(40);
        site.asked.clear();
        var progress = completed(run(Policy.defaults()));
        // the last requests of the first download may reach the site only now
        assertThat(site.asked).hasSizeBetween(128 - stored, 128 - stored + IN_FLIGHT);
        assertThat(Set.copyOf(site.asked)).hasSize(128 - stored);
        assertThat(progress.chunks()).isEqualTo(128);
    }

    /** Damage to the part by a crash or another program is detected, whatever the journal says. */
    @Test
    void fetchesAgainWhatIsNotWhatTheJournalSays() throws Exception {
        var part = folder.resolve("film.mkv.part");
        var journal = folder.resolve("film.mkv.part.journal");
        Files.write(part, bytes);
        Files.writeString(
                journal,
                "{\"merkle_root\":\"%s\",\"file_size\":%d,\"chunk_size\":%d}\n0\n7\n9\n127\n12"
                        .formatted(root, bytes.length, CHUNK));
        try (var file = java.nio.channels.FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.wrap(new byte[10]), 7 * CHUNK);
        }
        var site = site();

        completed(run(Policy.defaults()));

        assertThat(site.asked).hasSize(125).contains(7, 12).doesNotContain(0, 9, 127);
    }

    @Test
    void aJournalOfAnotherFileIsNotBelieved() throws Exception {
        Files.write(folder.resolve("film.mkv.part"), new byte[200 * CHUNK]);
        Files.writeString(folder.resolve("film.mkv.part.journal"), "{\"merkle_root\":\"00\"}\n0\n1\n");
        site();

        completed(run(Policy.defaults()));
    }

    @Test
    void putsTogetherWhatNoSourceHasAlone() throws Exception {
        site().holding(index -> index < 70);
        site().holding(index -> index >= 60);
        site().holding(index -> index < 20).flippingWithAListThatFits();

        var manifest = new FileManifest("film.mkv", plan, "video/mp4", root);
        var progress = completed(run(download(Wanted.known(manifest), Policy.defaults(), DownloadListener.SILENT)));

        assertThat(report(progress, sites.getLast()).state()).isEqualTo(SourceState.LYING);
        assertThat(sites.getLast().asked).isEmpty();
    }

    @Test
    void saysWhichChunksNobodyHas() throws Exception {
        var complete = site().dyingAfter(0);
        site().holding(index -> index != 3 && index != 100);

        var outcome = run(Policy.defaults().withMaxFailures(1));

        assertThat(outcome).isInstanceOfSatisfying(DownloadOutcome.Stuck.class, stuck -> {
            assertThat(stuck.missing())
                    .isEqualTo(ChunkSet.of(List.of(new ChunkSet.Range(3, 3), new ChunkSet.Range(100, 100))));
            assertThat(report(stuck.progress(), complete).state()).isEqualTo(SourceState.FAILED);
        });
    }

    @Test
    void aFileWithAnotherRootIsRefused() throws Exception {
        site();

        var outcome =
                run(download(Wanted.ofRoot(ChunkHash.of(new byte[] {1})), Policy.defaults(), DownloadListener.SILENT));

        assertThat(outcome)
                .isInstanceOfSatisfying(DownloadOutcome.Unverifiable.class, refused -> assertThat(refused.reason())
                        .contains(root.toString()));
        assertThat(Files.exists(target())).isFalse();
    }

    /** A source with a wrong length does not make the right sources count as lying. */
    @Test
    void aSourceThatIsWrongAboutTheLengthIsNamed() throws Exception {
        var site = site().describing("file_size", bytes.length + 1);

        var outcome = run(Policy.defaults());

        assertThat(outcome)
                .isInstanceOfSatisfying(DownloadOutcome.Unverifiable.class, refused -> assertThat(refused.reason())
                        .contains(site.url().toString()));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 404, 500})
    void aSourceThatDoesNotAnswerIsNotBelieved(int status) throws Exception {
        var other = site().answering(status);
        site();

        var progress = completed(run(Policy.defaults()));

        assertThat(report(progress, other).chunks()).isZero();
        assertThat(other.asked).isEmpty();
    }

    @Test
    void addressesThatTheRuleObjectsToAreNotConnectedTo() throws Exception {
        var site = site();
        AddressRule rule = (_, address) -> Optional.of(address.getHostAddress() + " is not allowed");
        try (var guarded = new HttpSources(vertx, HttpSources.Limits.defaults(), rule)) {
            var source = guarded.of(site.url(), Optional.empty());

            var manifest = source.manifest().toCompletionStage().toCompletableFuture();

            assertThatThrownBy(() -> manifest.get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("127.0.0.1 is not allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/file",
                "http:///file",
                "http://user:secret@host/file",
                "http://host/file?x=1",
                "http://host/file#x",
                "http://host:70000/file",
                "file:///etc/passwd"
            })
    void whatIsNoUrlOfASourceIsRefused(String url) {
        assertThatThrownBy(() -> sources.of(URI.create(url), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTargetIsNotOverwritten() throws Exception {
        site();
        Files.writeString(target(), "precious");

        var download = download(Wanted.ofRoot(root), Policy.defaults(), DownloadListener.SILENT);

        assertThatThrownBy(() -> run(download)).hasRootCauseInstanceOf(FileAlreadyExistsException.class);
        assertThat(target()).hasContent("precious");
    }

    @Test
    void twoDownloadsDoNotWriteOneFile() throws Exception {
        var site = site().limited(FAST / 10);
        var first = download(Wanted.ofRoot(root), Policy.defaults(), DownloadListener.SILENT);
        var outcome = first.start();
        await().until(() -> site.asked.size() > 1);

        var second = download(Wanted.ofRoot(root), Policy.defaults(), DownloadListener.SILENT);

        assertThatThrownBy(() -> run(second)).hasMessageContaining("another download");
        first.stop();
        outcome.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void progressIsTold() throws Exception {
        site().limited(FAST);
        var told = new ArrayList<DownloadProgress>();
        var listener = new DownloadListener() {
            @Override
            public void progress(DownloadProgress progress) {
                told.add(progress);
            }
        };

        completed(run(download(Wanted.asTheFirstSourceSays(), Policy.defaults(), listener)));

        assertThat(told).hasSizeGreaterThan(5);
        assertThat(told).anySatisfy(one -> {
            assertThat(one.chunks()).isBetween(10, 120);
            assertThat(one.rate()).isBetween((long) (FAST * 0.5), (long) (FAST * 1.5));
            assertThat(one.sources().getFirst().state()).isEqualTo(SourceState.ACTIVE);
        });
        assertThat(told.getLast().chunks()).isEqualTo(128);
        assertThat(told.getLast().bytes()).isEqualTo(bytes.length);
    }
}
