package io.bitchat.files.chunk;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.rooms.Chunking;
import java.util.stream.IntStream;

/**
 * What a chunk and a piece have in common: both divide the same file, and neither size is a multiple of the other.
 *
 * @param inChunk offset of the common part in the chunk
 * @param inPiece offset of the common part in the piece
 * @param length its length, at least 1
 */
public record PieceParts(int inChunk, int inPiece, int length) {
    public static PieceParts of(Chunking chunks, ChunkPlan pieces, int chunk, int piece) {
        long from = Math.max(chunks.offset(chunk), pieces.offset(piece));
        long to = Math.min(chunks.offset(chunk) + chunks.length(chunk), pieces.offset(piece) + pieces.length(piece));
        return new PieceParts(
                (int) (from - chunks.offset(chunk)), (int) (from - pieces.offset(piece)), (int) (to - from));
    }

    /** The pieces that a chunk lies in. */
    public static IntStream pieces(Chunking chunks, ChunkPlan pieces, int chunk) {
        return IntStream.rangeClosed(firstPiece(chunks, pieces, chunk), lastPiece(chunks, pieces, chunk));
    }

    public static int firstPiece(Chunking chunks, ChunkPlan pieces, int chunk) {
        return pieces.indexAt(chunks.offset(chunk));
    }

    public static int lastPiece(Chunking chunks, ChunkPlan pieces, int chunk) {
        return pieces.indexAt(chunks.offset(chunk) + chunks.length(chunk) - 1);
    }

    public static int firstChunk(Chunking chunks, ChunkPlan pieces, int piece) {
        return (int) (pieces.offset(piece) / chunks.chunkSize());
    }

    public static int lastChunk(Chunking chunks, ChunkPlan pieces, int piece) {
        return (int) ((pieces.offset(piece) + pieces.length(piece) - 1) / chunks.chunkSize());
    }
}
