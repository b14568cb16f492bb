package io.bitchat.transfer;

import io.bitchat.chunks.ChunkPlan;
import io.vertx.core.Future;

/** Holds chunks of one file. Called on the download's event loop; answers come there as well. */
public interface ChunkSource {
    /** Names it in reports; unique in a download. */
    String name();

    /** What file it is. */
    Future<FileManifest> manifest();

    /** What it holds now of a file that is cut like this. */
    Future<Listing> listing(ChunkPlan plan);

    /**
     * Asks for a chunk.
     *
     * @param length bytes that it should have
     */
    Transfer fetch(int index, int length, Receiver receiver);

    /** Hears of one chunk, later than it was asked for, and nothing once it is cancelled. */
    interface Receiver {
        /** An answer with bytes begins. */
        void answered();

        /** The last call. */
        void ended(Fetched how);
    }

    /** A chunk on its way. */
    interface Transfer {
        /** Bytes that have come. */
        int received();

        /** Breaks it off. */
        void cancel();
    }

    /** How asking for a chunk ended. */
    sealed interface Fetched {
        /** Bytes came, right or wrong; at most {@value ChunkPlan#MAX_CHUNK_SIZE}. */
        record Bytes(byte[] bytes) implements Fetched {}

        /** More came than a chunk may have. */
        record TooLong() implements Fetched {}

        /** It does not have this chunk, at least not now. */
        record NotHeld() implements Fetched {}

        /**
         * There was no answer, or another one.
         *
         * @param reason for people
         * @param pauseMillis how long it wants to be left alone, 0 if it did not say
         */
        record Failed(String reason, long pauseMillis) implements Fetched {}
    }
}
