package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.chunks.download.Download;
import io.bitchat.chunks.download.Effect;
import io.bitchat.chunks.download.Input;
import io.bitchat.chunks.download.Policy;
import io.bitchat.chunks.download.SourceReport;
import io.bitchat.transfer.ChunkSource.Fetched;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a file from several sources at once. First it asks the sources what they hold, until the hashes of all
 * chunks are verified against the file's root. Then {@link Download} decides which chunk to request from which source,
 * and each chunk is verified before it goes to the sink. Runs on one event loop; hashing runs on worker threads.
 * {@link #add}, {@link #remove} and {@link #stop} may be called from any thread.
 */
public final class FileDownload {
    private static final long TICK_MILLIS = 100;

    private final Context context;
    private final Surroundings around;
    private final ChunkSink sink;
    private final Policy policy;
    private final DownloadListener listener;
    private final SourceProbes sources;
    private final Figures figures = new Figures();
    private final Map<Key, Arriving> arriving = new HashMap<>();
    private final Promise<DownloadOutcome> outcome = Promise.promise();

    private @Nullable Running running;
    private int storing;
    private boolean stopped;
    private @Nullable Runnable end;
    private long timer = -1;
    private long waking = -1;

    /** Vert.x and the event loop of the download. */
    record Surroundings(Vertx vertx, Context context) {}

    private record Key(String source, int index) {}

    /** State after the hashes are verified. */
    private record Running(FileManifest manifest, List<ChunkHash> hashes, Download download) {}

    private static final class Arriving {
        private ChunkSource.@Nullable Transfer transfer;
        private byte @Nullable [] bytes;
        private int told;
    }

    public FileDownload(Vertx vertx, Wanted wanted, ChunkSink sink, Policy policy, DownloadListener listener) {
        // an event loop of its own: the caller's may belong to a request, or be a worker context
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        this.around = new Surroundings(vertx, context);
        this.sink = sink;
        this.policy = policy;
        this.listener = listener;
        this.sources = new SourceProbes(around, wanted, new Known());
    }

    /** Adds a source; does nothing if one of this name was added already. */
    public void add(ChunkSource source) {
        context.runOnContext(_ -> sources.add(source));
    }

    /** Removes a source by its name. */
    public void remove(String source) {
        context.runOnContext(_ -> {
            sources.remove(source);
            run(new Input.SourceRemoved(source));
        });
    }

    /** Starts the download; must be called once. The future fails if the sink fails. */
    public Future<DownloadOutcome> start() {
        context.runOnContext(_ -> timer = around.vertx().setPeriodic(TICK_MILLIS, _ -> tick()));
        return outcome.future();
    }

    /** Stops the download; stored chunks are kept. */
    public void stop() {
        context.runOnContext(_ -> finish(() -> outcome.tryComplete(new DownloadOutcome.Stopped(progress()))));
    }

    // --- sources and their lists

    private final class Known implements SourceProbes.Listener {
        @Override
        public void proved(FileManifest manifest, List<ChunkHash> hashes) {
            sink.begin(manifest, hashes)
                    .onSuccess(have -> begin(manifest, hashes, have))
                    .onFailure(FileDownload.this::broken);
        }

        @Override
        public void holds(String source, ChunkSet chunks) {
            run(new Input.SourceAdded(source, chunks));
        }

        @Override
        public void failed(String source, String reason) {
            run(new Input.SourceFailed(source, reason));
        }

        @Override
        public void lied(String source, String reason) {
            run(new Input.SourceLied(source, reason));
        }
    }

    private void begin(FileManifest manifest, List<ChunkHash> hashes, ChunkSet have) {
        if (stopped) {
            leave();
            return;
        }
        int start = ThreadLocalRandom.current().nextInt(manifest.plan().count());
        var download = new Download(manifest.plan(), have, policy, start);
        running = new Running(manifest, hashes, download);
        listener.begun(manifest, have.size());
        if (download.isDone()) complete();
        else sources.tellAgain();
    }

    private void tick() {
        if (stopped) return;
        sources.tick();
        if (running == null) {
            sources.hopeless()
                    .ifPresent(reason ->
                            finish(() -> outcome.tryComplete(new DownloadOutcome.Unverifiable(reason, progress()))));
            listener.progress(progress());
            return;
        }
        wake();
        figures.tick(System.nanoTime());
        listener.progress(progress());
    }

    private void wake() {
        List.copyOf(arriving.entrySet()).forEach(entry -> tellProgress(entry.getKey(), entry.getValue()));
        run(new Input.Tick(jitter()));
    }

    /** Sets a timer if that time comes before the next regular tick. */
    private void wakeAt(long nanos) {
        around.vertx().cancelTimer(waking);
        long millis = Math.max(1, (nanos - System.nanoTime()) / 1_000_000);
        if (millis < TICK_MILLIS) waking = around.vertx().setTimer(millis, _ -> wake());
    }

    private void tellProgress(Key key, Arriving chunk) {
        if (chunk.transfer == null || chunk.bytes != null) return;
        int more = chunk.transfer.received() - chunk.told;
        chunk.told += more;
        if (more > 0) run(new Input.Progress(key.source(), key.index(), more));
    }

    // --- effects of the state machine

    private void run(Input input) {
        if (running == null || stopped) return;
        for (var effect : running.download().handle(input, System.nanoTime())) {
            switch (effect) {
                case Effect.Fetch(var source, int index) -> fetch(new Key(source, index));
                case Effect.Cancel(var source, int index) -> cancel(new Key(source, index));
                case Effect.Store(var source, int index) -> store(new Key(source, index));
                case Effect.Wake(long at) -> wakeAt(at);
                case Effect.Demoted(var source, var state, var reason) -> listener.demoted(source, state, reason);
                case Effect.Done() -> complete();
                case Effect.Stuck(var missing) -> sources.whenNothingIsToBeHoped(() -> stuck(missing));
            }
        }
    }

    private static double jitter() {
        return ThreadLocalRandom.current().nextDouble();
    }

    private void fetch(Key key) {
        sources.whenNothingIsToBeHoped(null);
        var chunk = new Arriving();
        arriving.put(key, chunk);
        chunk.transfer = sources.named(key.source()).fetch(key.index(), length(key.index()), new Awaiting(key, chunk));
    }

    private final class Awaiting implements ChunkSource.Receiver {
        private final Key key;
        private final Arriving chunk;

        Awaiting(Key key, Arriving chunk) {
            this.key = key;
            this.chunk = chunk;
        }

        @Override
        public void answered() {
            if (arriving.get(key) == chunk) run(new Input.Answered(key.source(), key.index()));
        }

        @Override
        public void ended(Fetched how) {
            came(key, chunk, how);
        }
    }

    private int length(int index) {
        return required().manifest().plan().length(index);
    }

    private Running required() {
        if (running == null) throw new IllegalStateException("nothing is running yet");
        return running;
    }

    private void came(Key key, Arriving chunk, Fetched fetched) {
        if (arriving.get(key) != chunk || stopped) return;
        switch (fetched) {
            case Fetched.Bytes(var bytes) -> {
                chunk.bytes = bytes;
                run(new Input.Arrived(key.source(), key.index()));
                verify(key, chunk, bytes);
            }
            case Fetched.TooLong() -> lost(key, new Input.Corrupt(key.source(), key.index()));
            case Fetched.NotHeld() -> lost(key, new Input.NotHeld(key.source(), key.index()));
            case Fetched.Failed(var reason, long pause) ->
                lost(key, new Input.Failed(key.source(), key.index(), reason, pause * 1_000_000, jitter()));
        }
    }

    private void lost(Key key, Input input) {
        forget(key);
        run(input);
    }

    /** Removes a request and counts its bytes as wasted. */
    private void forget(Key key) {
        var chunk = arriving.remove(key);
        if (chunk != null && chunk.transfer != null) figures.lost(chunk.transfer.received());
    }

    private void verify(Key key, Arriving chunk, byte[] bytes) {
        var expected = required().hashes().get(key.index());
        around.vertx()
                .executeBlocking(() -> ChunkHash.of(bytes).equals(expected), false)
                .onSuccess(right -> {
                    if (arriving.get(key) != chunk || stopped) return;
                    if (!right) lost(key, new Input.Corrupt(key.source(), key.index()));
                    else if (bytes.length != length(key.index())) wrongManifest();
                    else run(new Input.Verified(key.source(), key.index()));
                })
                .onFailure(this::broken);
    }

    /** Ends the download: the hash is right, so it is the manifest that has a wrong length, and not this source. */
    private void wrongManifest() {
        var reason = "the file is not as long as " + sources.describedBy() + " says";
        finish(() -> outcome.tryComplete(new DownloadOutcome.Unverifiable(reason, progress())));
    }

    private void cancel(Key key) {
        var chunk = arriving.get(key);
        forget(key);
        if (chunk != null && chunk.transfer != null) chunk.transfer.cancel();
    }

    private void store(Key key) {
        var chunk = arriving.remove(key);
        if (chunk == null || chunk.bytes == null) throw new IllegalStateException("there is no chunk " + key.index());
        storing++;
        int length = chunk.bytes.length;
        sink.store(key.index(), chunk.bytes).onComplete(result -> {
            storing--;
            if (result.failed()) {
                broken(result.cause());
            } else {
                figures.stored(length);
                run(new Input.Stored(key.index()));
            }
            leave();
        });
    }

    // --- the end

    private void complete() {
        var manifest = required().manifest();
        finish(() -> sink.complete()
                .onSuccess(_ -> outcome.tryComplete(new DownloadOutcome.Completed(manifest, progress())))
                .onFailure(outcome::tryFail));
    }

    private void stuck(ChunkSet missing) {
        finish(() -> outcome.tryComplete(new DownloadOutcome.Stuck(missing, progress())));
    }

    private void broken(Throwable cause) {
        finish(() -> outcome.tryFail(cause));
    }

    private void finish(Runnable how) {
        if (stopped) return;
        stopped = true;
        end = how;
        around.vertx().cancelTimer(timer);
        around.vertx().cancelTimer(waking);
        List.copyOf(arriving.keySet()).forEach(this::cancel);
        listener.progress(progress());
        leave();
    }

    /** Completes the download once no chunk is being stored. */
    private void leave() {
        if (!stopped || storing > 0 || end == null) return;
        var how = end;
        end = null;
        how.run();
        outcome.future().onComplete(_ -> sink.close());
    }

    private DownloadProgress progress() {
        long now = System.nanoTime();
        if (running == null) return figures.of(0, 0, 0, sources.report(), now);
        var download = running.download();
        var reports = new LinkedHashMap<String, SourceReport>();
        sources.report().forEach(report -> reports.put(report.source(), report));
        download.report(now).forEach(report -> reports.put(report.source(), report));
        return figures.of(
                download.storedChunks(),
                running.manifest().plan().count(),
                download.inFlight(),
                List.copyOf(reports.values()),
                now);
    }
}
