package io.bitchat.files.fetch;

import io.bitchat.chunks.download.ChunkSet;
import io.bitchat.chunks.download.SourceReport;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.source.Sources;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.transfer.DownloadOutcome;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides the state of a fetch after an attempt. */
@ApplicationScoped
class FetchEnd {
    private static final int CONFLICT = 409;
    private static final int MAX_REASON = 500;

    private final FetchConfig config;
    private final FileTable files;
    private final Sources sources;
    private final SourceVerdicts verdicts;
    private final InstantSource clock;

    FetchEnd(FetchConfig config, FileTable files, Sources sources, SourceVerdicts verdicts, InstantSource clock) {
        this.config = config;
        this.files = files;
        this.sources = sources;
        this.verdicts = verdicts;
        this.clock = clock;
    }

    /** The next state, with the time {@code again} of the next attempt or the time {@code at} of the end. */
    record How(
            FetchState state,
            String reason,
            @Nullable Instant again,
            @Nullable Instant at) {}

    How of(Fetch fetch, DownloadOutcome outcome) {
        return switch (outcome) {
            case DownloadOutcome.Completed _ -> new How(FetchState.COMPLETED, "", null, clock.instant());
            case DownloadOutcome.Stuck stuck -> later(fetch, "no source has the chunks " + stuck.missing());
            case DownloadOutcome.Unverifiable unproved -> later(fetch, unproved.reason());
            case DownloadOutcome.Stopped _ -> later(fetch, "the fetch was interrupted");
        };
    }

    How of(Fetch fetch, Throwable failure) {
        Log.warnf("fetch failed file=%s cause=%s", fetch.fileId(), failure);
        var reason = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
        boolean forGood = failure instanceof Problem problem && problem.status() == CONFLICT;
        return forGood ? failed(reason) : later(fetch, reason);
    }

    private How later(Fetch fetch, String reason) {
        if (fetch.attempts() >= config.attempts()) return failed(reason);
        return new How(FetchState.WAITING, cut(reason), clock.instant().plus(config.retry()), null);
    }

    private How failed(String reason) {
        return new How(FetchState.FAILED, cut(reason), null, clock.instant());
    }

    private static String cut(String reason) {
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }

    /** Judges the sources, and announces the requesting peer as a source of the complete file. */
    Uni<Void> announce(Fetch fetch, How how, List<SourceReport> reports) {
        return verdicts.judge(fetch.fileId(), reports).chain(() -> announce(fetch, how));
    }

    private Uni<Void> announce(Fetch fetch, How how) {
        if (how.state() != FetchState.COMPLETED) return Uni.createFrom().voidItem();
        return files.find(fetch.fileId())
                .chain(file -> sources.announce(
                        file,
                        fetch.requestedBy(),
                        Optional.empty(),
                        ChunkSet.all(file.plan().count()),
                        TraceContext.start()))
                .replaceWithVoid();
    }
}
