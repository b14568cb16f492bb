package io.bitchat.files.chunk;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.ChunkBatchTable;
import io.bitchat.files.file.ChunkBatchTable.Arrival;
import io.bitchat.files.file.ChunkBatchTable.Place;
import io.bitchat.kit.commit.GroupCommit;
import io.bitchat.kit.problem.FailureClassifier;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims places for chunks before they are written. Concurrent claims share a commit. */
@ApplicationScoped
class ChunkClaims {
    /** Lifetime of a claim; much longer than an object may take to be written. */
    static final Duration CLAIM = Duration.ofMinutes(5);

    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(64, 4_096, 2, Duration.ZERO);

    private final ChunkBatchTable chunks;
    private final InstantSource clock;
    private final Duration patience;
    private final GroupCommit<Arrival, Boolean> commits;

    ChunkClaims(ChunkBatchTable chunks, InstantSource clock, FilesConfig config) {
        this.chunks = chunks;
        this.clock = clock;
        this.patience = config.patience();
        this.commits = new GroupCommit<>(LIMITS, this::commit, failure -> !FailureClassifier.isOutage(failure));
    }

    /** @return whether the chunk may be written */
    Uni<Boolean> claim(Arrival chunk) {
        return commits.submit(chunk).ifNoItem().after(patience).fail();
    }

    private Uni<List<Boolean>> commit(List<Arrival> arrivals) {
        var first = firstOfEachPlace(arrivals);
        var now = clock.instant();
        return chunks.claim(first.values(), now, now.plus(CLAIM)).map(claimed -> arrivals.stream()
                .map(one -> claimed.contains(one.place()) && isLike(first.get(one.place()), one))
                .toList());
    }

    private static Map<Place, Arrival> firstOfEachPlace(List<Arrival> arrivals) {
        var first = new HashMap<Place, Arrival>();
        arrivals.forEach(one -> first.putIfAbsent(one.place(), one));
        return first;
    }

    private static boolean isLike(@Nullable Arrival first, Arrival other) {
        return first != null && first.hash().equals(other.hash());
    }
}
