package io.bitchat.files.chunk;

import static java.util.Objects.requireNonNull;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.MerkleTree;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.file.ChunkBatchTable;
import io.bitchat.files.file.ChunkBatchTable.Arrival;
import io.bitchat.files.file.ChunkBatchTable.Place;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.store.Workers;
import io.bitchat.kit.commit.GroupCommit;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.commit.Transactions.Writes;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Records that chunks are stored. Concurrent chunks share a transaction, which locks each file involved. */
@ApplicationScoped
class ChunkCommits {
    private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(64, 4_096, 1, Duration.ZERO);

    private final FileTable files;
    private final ChunkBatchTable chunks;
    private final Transactions transactions;
    private final Outbox outbox;
    private final Workers workers;
    private final InstantSource clock;
    private final Duration patience;
    private final GroupCommit<Command, Outcome> commits;

    ChunkCommits(
            FileTable files,
            ChunkBatchTable chunks,
            Transactions transactions,
            Outbox outbox,
            Workers workers,
            InstantSource clock,
            FilesConfig config) {
        this.files = files;
        this.chunks = chunks;
        this.transactions = transactions;
        this.outbox = outbox;
        this.workers = workers;
        this.clock = clock;
        this.patience = config.patience();
        this.commits = new GroupCommit<>(LIMITS, this::commit, failure -> !FailureClassifier.isOutage(failure));
    }

    /** A chunk whose object is written. */
    record Command(Arrival chunk, TraceContext trace) {}

    /** Outcome of recording a chunk. */
    sealed interface Outcome {
        /** The chunk is stored now, and was not stored before. */
        record Stored(ChunkState chunk) implements Outcome {}

        /** Another request has stored the chunk, or has claimed its place. */
        record Overtaken() implements Outcome {}

        /** The upload has ended meanwhile; the chunk is not needed. */
        record Useless() implements Outcome {}
    }

    /** Records that a chunk's object is written; completes after the commit. */
    Uni<Outcome> stored(Arrival chunk, TraceContext trace) {
        return commits.submit(new Command(chunk, trace))
                .ifNoItem()
                .after(patience)
                .fail();
    }

    private Uni<List<Outcome>> commit(List<Command> commands) {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return transactions.decideThenWrite(connection -> decide(connection, commands, now));
    }

    private Uni<Writes<List<Outcome>>> decide(SqlConnection connection, List<Command> commands, Instant now) {
        var ids = commands.stream()
                .map(command -> command.chunk().file().fileId())
                .collect(Collectors.toSet());
        return files.lockAll(connection, ids).chain(current -> {
            current.values().removeIf(file -> file.status() == FileStatus.FAILED);
            var useful = commands.stream()
                    .map(Command::chunk)
                    .filter(chunk -> current.containsKey(chunk.file().fileId()))
                    .toList();
            return chunks.stored(connection, useful, now).chain(fresh -> advance(connection, current, fresh)
                    .map(advances -> writes(connection, commands, current, advances, now)));
        });
    }

    /**
     * How new chunks advance a file.
     *
     * @param chunks the new ones, in order
     * @param root Merkle root of the file, if these chunks complete it
     */
    private record Advance(StoredFile file, List<ChunkState> chunks, Optional<ChunkHash> root) {
        int stored() {
            return file.uploadedChunks() + chunks.size();
        }

        FileStatus status() {
            return stored() == file.plan().count() ? FileStatus.COMPLETED : FileStatus.UPLOADING;
        }
    }

    private Uni<List<Advance>> advance(
            SqlConnection connection, Map<String, StoredFile> current, List<ChunkState> fresh) {
        var byFile = new TreeMap<>(fresh.stream()
                .sorted(Comparator.comparingInt(ChunkState::index))
                .collect(Collectors.groupingBy(ChunkState::fileId)));
        Uni<List<Advance>> all = Uni.createFrom().item(new ArrayList<>());
        for (var one : byFile.entrySet()) {
            var file = requireNonNull(current.get(one.getKey()));
            all = all.call(done -> root(connection, file, one.getValue())
                    .invoke(root -> done.add(new Advance(file, one.getValue(), root))));
        }
        return all;
    }

    private Uni<Optional<ChunkHash>> root(SqlConnection connection, StoredFile file, List<ChunkState> fresh) {
        if (file.uploadedChunks() + fresh.size() < file.plan().count())
            return Uni.createFrom().item(Optional.empty());
        return files.hashes(connection, file.fileId())
                // off the event loop: there may be thousands of hashes
                .chain(hashes -> workers.run(() -> Optional.of(new MerkleTree(hashes).root())));
    }

    private Writes<List<Outcome>> writes(
            SqlConnection connection,
            List<Command> commands,
            Map<String, StoredFile> current,
            List<Advance> advances,
            Instant now) {
        var traces = new HashMap<Place, TraceContext>();
        commands.forEach(command -> traces.putIfAbsent(command.chunk().place(), command.trace()));
        var statements = new ArrayList<Uni<Void>>();
        var facts = new ArrayList<Outbox.Entry>();
        for (var advance : advances) {
            statements.add(files.progress(
                    connection, advance.file(), advance.stored(), advance.status(), advance.root(), now));
            // a tus part has no events: it is never downloaded by itself
            if (!advance.file().isPartial()) facts.addAll(facts(advance, traces, now));
        }
        if (!facts.isEmpty()) statements.add(outbox.append(connection, facts));
        return new Writes<>(outcomes(commands, current, advances), statements);
    }

    private static List<Outbox.Entry> facts(Advance advance, Map<Place, TraceContext> traces, Instant now) {
        var file = advance.file();
        var facts = new ArrayList<Outbox.Entry>();
        int stored = file.uploadedChunks();
        for (var chunk : advance.chunks()) {
            var trace = requireNonNull(traces.get(new Place(file.fileId(), chunk.index())));
            facts.add(new Outbox.Entry(chunkStored(file, chunk, ++stored, now), trace));
            if (stored == file.plan().count())
                facts.add(new Outbox.Entry(completed(file, advance.root().orElseThrow(), now), trace));
        }
        return facts;
    }

    private static FileEvent chunkStored(StoredFile file, ChunkState chunk, int stored, Instant now) {
        return new FileEvent.ChunkStored(
                file.fileId(),
                now,
                chunk.index(),
                chunk.hash().toString(),
                chunk.size(),
                stored,
                file.plan().count(),
                file.uploadedBy());
    }

    private static FileEvent completed(StoredFile file, ChunkHash root, Instant now) {
        return new FileEvent.Completed(
                file.fileId(),
                now,
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().count(),
                root.toString(),
                file.uploadedBy());
    }

    private static List<Outcome> outcomes(
            List<Command> commands, Map<String, StoredFile> current, List<Advance> advances) {
        var fresh = advances.stream()
                .flatMap(advance -> advance.chunks().stream())
                .collect(Collectors.toMap(chunk -> new Place(chunk.fileId(), chunk.index()), Function.identity()));
        return commands.stream()
                .map(command -> outcome(command.chunk(), current, fresh))
                .toList();
    }

    private static Outcome outcome(Arrival chunk, Map<String, StoredFile> current, Map<Place, ChunkState> fresh) {
        if (!current.containsKey(chunk.file().fileId())) return new Outcome.Useless();
        var stored = fresh.get(chunk.place());
        // two requests with the same bytes in one batch both succeed
        return stored != null && stored.hash().equals(chunk.hash())
                ? new Outcome.Stored(stored)
                : new Outcome.Overtaken();
    }
}
