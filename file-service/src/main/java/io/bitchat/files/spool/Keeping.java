package io.bitchat.files.spool;

import io.bitchat.files.chunk.KeptPiece;
import io.bitchat.files.chunk.PieceParts;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Copies the chunks of a spool into the chunk store, one piece after the other. */
final class Keeping {
    private final SpooledFile file;
    private final PieceStore pieces;
    private volatile boolean begun;
    private volatile boolean kept;

    Keeping(SpooledFile file, PieceStore pieces) {
        this.file = file;
        this.pieces = pieces;
        // it may have begun before the restart
        this.begun = file.restored();
    }

    Uni<List<KeptPiece>> keep(Spool spool) {
        return Multi.createFrom()
                .range(0, pieces.count())
                .onItem()
                .transformToUniAndConcatenate(piece -> content(spool, piece).chain(bytes -> write(piece, bytes)))
                .collect()
                .asList()
                .invoke(() -> kept = true);
    }

    /** Deletes what there is of a file that is not kept. */
    Uni<Void> deleteUnlessKept() {
        return begun && !kept ? pieces.deleteAll() : Uni.createFrom().voidItem();
    }

    private Uni<KeptPiece> write(int piece, byte[] bytes) {
        begun = true;
        return pieces.write(piece, bytes);
    }

    private Uni<byte[]> content(Spool spool, int piece) {
        var plan = pieces.plan();
        var bytes = new byte[plan.length(piece)];
        return Multi.createFrom()
                .range(
                        PieceParts.firstChunk(file.chunking(), plan, piece),
                        PieceParts.lastChunk(file.chunking(), plan, piece) + 1)
                .onItem()
                .transformToUniAndConcatenate(chunk -> spool.get(chunk).invoke(message -> {
                    var part = PieceParts.of(file.chunking(), plan, chunk, piece);
                    int from = ChunkFrameCodec.HEADER_BYTES + part.inChunk();
                    message.getBytes(from, from + part.length(), bytes, part.inPiece());
                }))
                .collect()
                .last()
                .replaceWith(bytes);
    }
}
