package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.chunks.download.SourceReport;
import io.bitchat.chunks.download.SourceState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Queries the sources: for the manifest, for the list of hashes, which is verified, and for the chunks that each source
 * holds. A source that does not answer is asked again after a pause. A source without all chunks is asked again later,
 * because it may be fetching the file itself. Runs on the download's event loop.
 */
final class SourceProbes {
    private final FileDownload.Surroundings around;
    private final Wanted wanted;
    private final Listener listener;
    private final Map<String, SourceProbe> all = new LinkedHashMap<>();
    private @Nullable FileManifest manifest;
    private String describedBy = "the caller";
    private @Nullable List<ChunkHash> hashes;
    private boolean proving;
    private boolean told;
    private String unproved = "no source described the file";
    private @Nullable Runnable lastResort;

    /** Receives the results. */
    interface Listener {
        void proved(FileManifest manifest, List<ChunkHash> hashes);

        void holds(String source, ChunkSet chunks);

        void failed(String source, String reason);

        void lied(String source, String reason);
    }

    SourceProbes(FileDownload.Surroundings around, Wanted wanted, Listener listener) {
        this.around = around;
        this.wanted = wanted;
        this.listener = listener;
        this.manifest = wanted.manifest().orElse(null);
    }

    void add(ChunkSource source) {
        if (all.containsKey(source.name())) return;
        var newcomer = new SourceProbe(source);
        all.put(source.name(), newcomer);
        greet(newcomer);
    }

    void remove(String source) {
        all.remove(source);
    }

    ChunkSource named(String source) {
        var known = all.get(source);
        if (known == null) throw new IllegalStateException("there is no source " + source);
        return known.source();
    }

    /** Name of the source of the manifest. */
    String describedBy() {
        return describedBy;
    }

    void tick() {
        long now = System.nanoTime();
        for (var one : List.copyOf(all.values())) if (one.isDue(now)) greet(one);
        if (lastResort == null || all.values().stream().anyMatch(SourceProbe::mayYetAnswer)) return;
        var action = lastResort;
        lastResort = null;
        action.run();
    }

    /** Sets the action to run when no source can answer any more; null clears it. */
    void whenNothingIsToBeHoped(@Nullable Runnable action) {
        lastResort = action;
    }

    /** Reason why the list of hashes can no longer be verified; empty while it may be. */
    Optional<String> hopeless() {
        if (hashes != null || proving || all.values().stream().anyMatch(SourceProbe::mayYetAnswer)) {
            return Optional.empty();
        }
        return Optional.of(all.isEmpty() ? "there is no source" : unproved);
    }

    List<SourceReport> report() {
        return all.values().stream()
                .map(one -> new SourceReport(
                        one.source().name(),
                        one.isRefused() ? SourceState.LYING : one.hasFailed() ? SourceState.FAILED : SourceState.IDLE,
                        one.reason(),
                        0,
                        0,
                        0,
                        0))
                .toList();
    }

    /** Reports all that is known; from now on the listener is notified. */
    void tellAgain() {
        told = true;
        List.copyOf(all.values()).forEach(this::tell);
    }

    // --- questions to sources

    private void greet(SourceProbe one) {
        one.asked();
        if (manifest == null) {
            one.source().manifest().onSuccess(said -> described(one, said)).onFailure(cause -> failed(one, cause));
        } else {
            one.source()
                    .listing(manifest.plan())
                    .onSuccess(said -> listed(one, said))
                    .onFailure(cause -> failed(one, cause));
        }
    }

    private void described(SourceProbe one, FileManifest said) {
        if (!wanted.fits(said)) {
            unproved = one.source().name() + " has another file, with the root " + said.merkleRoot();
            one.refused("it has another file");
            tell(one);
            return;
        }
        if (manifest == null) {
            manifest = said;
            describedBy = one.source().name();
        }
        greet(one);
    }

    private void failed(SourceProbe one, Throwable cause) {
        var message = cause.getMessage();
        one.failed(message == null ? cause.getClass().getSimpleName() : message, System.nanoTime());
        unproved = one.source().name() + ": " + one.reason();
        tell(one);
    }

    private void listed(SourceProbe one, Listing said) {
        one.said(said, System.nanoTime());
        if (hashes != null) tell(one);
        else prove();
    }

    private void prove() {
        if (proving || manifest == null) return;
        var file = manifest;
        var said = all.values().stream().flatMap(one -> one.listing().stream()).toList();
        proving = true;
        around.vertx()
                .executeBlocking(() -> new ListProof(file.plan().count(), file.merkleRoot()).find(said), false)
                .onComplete(result -> {
                    proving = false;
                    if (result.succeeded() && result.result().isPresent()) {
                        hashes = result.result().get();
                        listener.proved(file, hashes);
                    } else {
                        unproved = "no source's list of chunks has the root " + file.merkleRoot();
                        if (said.size() < known()) prove();
                    }
                });
    }

    private long known() {
        return all.values().stream().filter(one -> one.listing().isPresent()).count();
    }

    private void tell(SourceProbe one) {
        var proved = hashes;
        if (!told || proved == null) return;
        var name = one.source().name();
        if (one.isRefused()) {
            listener.lied(name, one.reason());
        } else if (one.hasFailed()) {
            if (!one.mayYetAnswer()) listener.failed(name, one.reason());
        } else {
            one.listing().ifPresent(said -> tell(one, said, proved));
        }
    }

    private void tell(SourceProbe one, Listing said, List<ChunkHash> proved) {
        if (said.agreesWith(proved)) {
            listener.holds(one.source().name(), said.held());
        } else {
            one.refused("its list has other hashes than the file");
            listener.lied(one.source().name(), one.reason());
        }
    }
}
