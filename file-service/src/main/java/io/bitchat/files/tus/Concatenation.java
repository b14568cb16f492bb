package io.bitchat.files.tus;

import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.download.ChunkReader;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.Borrower;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.files.tus.UploadLocks.Held;
import io.bitchat.files.tus.body.ChunkSplitter;
import io.bitchat.files.upload.Abandonment;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.trace.TraceContext;
import io.netty.buffer.Unpooled;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Concatenates parts to a file. It reads them in order and stores new chunks, since a chunk is sealed for its file. The
 * list of parts is committed before, so that another run can continue after a crash.
 */
@ApplicationScoped
class Concatenation {
    private final TusTable table;
    private final FileTable files;
    private final ChunkReader reader;
    private final ChunkUpload chunks;
    private final UploadMemory memory;
    private final UploadLocks locks;
    private final Abandonment abandonment;
    private final Vertx vertx;

    Concatenation(
            TusTable table,
            FileTable files,
            ChunkReader reader,
            ChunkUpload chunks,
            UploadMemory memory,
            UploadLocks locks,
            Abandonment abandonment,
            Vertx vertx) {
        this.table = table;
        this.files = files;
        this.reader = reader;
        this.chunks = chunks;
        this.memory = memory;
        this.locks = locks;
        this.abandonment = abandonment;
        this.vertx = vertx;
    }

    /** Runs until the file is complete, then deletes its parts. Stops another run for the same file. */
    Uni<Void> run(String fileId, TraceContext trace) {
        return locks.take(fileId)
                .chain(held -> table.find(fileId)
                        .chain(file -> file.isComplete() ? Uni.createFrom().voidItem() : copy(file, held, trace))
                        .eventually(held::end))
                .chain(this::release);
    }

    boolean isRunning(String fileId) {
        return locks.isBusy(fileId);
    }

    /** Deletes the parts of files that are complete. */
    Uni<Void> release() {
        return table.releaseParts()
                .onItem()
                .transformToMulti(ended -> Multi.createFrom().iterable(ended))
                .onItem()
                .transformToUniAndConcatenate(part -> files.findUpload(part).chain(abandonment::deleteChunks))
                .collect()
                .last()
                .replaceWithVoid()
                // the sweeper tries again
                .onFailure()
                .invoke(failure -> Log.warnf("parts could not be deleted, retrying later cause=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> copy(TusUpload upload, Held held, TraceContext trace) {
        var loop = vertx.getOrCreateContext();
        return parts(upload.parts())
                .emitOn(work -> loop.runOnContext(_ -> work.run()))
                .chain(parts -> new Copy(upload, parts, loop, trace).run(held))
                .onFailure(Concatenation::cannotBeMended)
                .call(() -> abandonment.cancel(upload.file(), trace));
    }

    private Uni<List<StoredFile>> parts(List<String> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(files::findUpload)
                .collect()
                .asList();
    }

    /** Whether a part is damaged: its client has to upload it and join it again. */
    private static boolean cannotBeMended(Throwable failure) {
        return failure instanceof Problem problem && problem.code().equals("chunk_damaged");
    }

    /** One run that copies the parts to the file. */
    private final class Copy {
        private final List<StoredFile> parts;
        private final ChunkSplitter splitter;
        private final Context loop;
        private int part;
        private long position;

        Copy(TusUpload upload, List<StoredFile> parts, Context loop, TraceContext trace) {
            var file = upload.file();
            this.parts = parts;
            this.loop = loop;
            this.splitter = new ChunkSplitter(
                    file.plan(),
                    upload.chunks(),
                    new byte[0],
                    loop,
                    (index, bytes) -> chunks.store(file, index, bytes, Optional.empty(), trace),
                    bytes -> memory.take(Borrower.inside(file.uploadedBy()), bytes));
            skip(upload.offset());
        }

        private void skip(long bytes) {
            position = bytes;
            while (part < parts.size() && position >= sizeOf(part)) position -= sizeOf(part++);
        }

        private long sizeOf(int which) {
            return parts.get(which).plan().fileSize();
        }

        Uni<Void> run(Held held) {
            held.onStop(() -> loop.runOnContext(_ -> splitter.stop(UploadLocks.takenOver())));
            splitter.onReady(this::next);
            next();
            return Uni.createFrom()
                    .completionStage(splitter.done())
                    .invoke(rest -> {
                        rest.free().run();
                        rest.why().ifPresent(why -> {
                            throw why;
                        });
                    })
                    .replaceWithVoid();
        }

        private void next() {
            if (splitter.done().isDone()) return;
            if (part == parts.size()) {
                splitter.end();
                return;
            }
            read().subscribe()
                    .with(
                            bytes -> loop.runOnContext(_ -> take(bytes)),
                            cause -> loop.runOnContext(_ -> splitter.fail(cause)));
        }

        private Uni<Buffer> read() {
            var file = parts.get(part);
            int index = file.plan().indexAt(position);
            int from = (int) (position - file.plan().offset(index));
            return files.chunk(file.fileId(), index)
                    .map(known -> known.filter(chunk -> chunk.isStored())
                            .orElseThrow(() -> Problem.conflict(
                                    "chunk_damaged", "the partial upload " + file.fileId() + " is no longer complete")))
                    .chain(chunk -> reader.read(file, reader.keyOf(file), chunk))
                    .map(bytes -> Buffer.buffer(Unpooled.wrappedBuffer(bytes, from, bytes.length - from)));
        }

        private void take(Buffer bytes) {
            skip(position + bytes.length());
            if (splitter.add(bytes)) next();
        }
    }
}
