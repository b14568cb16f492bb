package io.bitchat.transfer;

import io.bitchat.chunks.download.ChunkSet;

/** How a download ended. What is stored stays; a new download with the same sink goes on from there. */
public sealed interface DownloadOutcome {
    /** All chunks are stored. */
    record Completed(FileManifest manifest, DownloadProgress progress) implements DownloadOutcome {}

    /** No source is left that has these. */
    record Stuck(ChunkSet missing, DownloadProgress progress) implements DownloadOutcome {}

    /**
     * What the file is cannot be learnt, or not be proved.
     *
     * @param reason for people
     */
    record Unverifiable(String reason, DownloadProgress progress) implements DownloadOutcome {}

    /** It was told to stop. */
    record Stopped(DownloadProgress progress) implements DownloadOutcome {}
}
