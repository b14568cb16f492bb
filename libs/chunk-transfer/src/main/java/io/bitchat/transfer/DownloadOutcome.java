package io.bitchat.transfer;

import io.bitchat.chunks.download.ChunkSet;

/** Result of a download. Stored chunks are kept; a new download with the same sink continues with the missing ones. */
public sealed interface DownloadOutcome {
    /** All chunks are stored. */
    record Completed(FileManifest manifest, DownloadProgress progress) implements DownloadOutcome {}

    /** No source is left that has these chunks. */
    record Stuck(ChunkSet missing, DownloadProgress progress) implements DownloadOutcome {}

    /**
     * The file's manifest or list of hashes could not be obtained or verified.
     *
     * @param reason explanation for people
     */
    record Unverifiable(String reason, DownloadProgress progress) implements DownloadOutcome {}

    /** The download was stopped. */
    record Stopped(DownloadProgress progress) implements DownloadOutcome {}
}
