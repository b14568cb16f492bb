package io.bitchat.transfer;

import io.bitchat.chunks.ChunkPlan;
import io.vertx.core.Future;

/** A source of chunks of one file. Called on the download's event loop, where results arrive as well. */
public interface ChunkSource {
    /** Name in reports; unique within a download. */
    String name();

    /** The file's manifest as the source gives it. */
    Future<FileManifest> manifest();

    /** The chunks that it holds now, for a file with this chunk plan. */
    Future<Listing> listing(ChunkPlan plan);

    /**
     * Requests a chunk.
     *
     * @param length expected length in bytes
     */
    Transfer fetch(int index, int length, Receiver receiver);

    /** Receives the progress of one request, always asynchronously. It is not called after a cancellation. */
    interface Receiver {
        /** A response with bytes begins. */
        void answered();

        /** The request has ended; the last call. */
        void ended(Fetched how);
    }

    /** A request in flight. */
    interface Transfer {
        /** Number of bytes received. */
        int received();

        /** Cancels the request. */
        void cancel();
    }

    /** Result of a request for a chunk. */
    sealed interface Fetched {
        /** The response's bytes, not verified yet; at most {@value ChunkPlan#MAX_CHUNK_SIZE}. */
        record Bytes(byte[] bytes) implements Fetched {}

        /** The response was longer than a chunk may be. */
        record TooLong() implements Fetched {}

        /** The source does not have this chunk, at least not now. */
        record NotHeld() implements Fetched {}

        /**
         * There was no response, or an unexpected one.
         *
         * @param reason explanation for people
         * @param pauseMillis pause that the source asks for; 0 if it asks for none
         */
        record Failed(String reason, long pauseMillis) implements Fetched {}
    }
}
