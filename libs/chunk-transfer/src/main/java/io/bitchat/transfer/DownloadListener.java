package io.bitchat.transfer;

import io.bitchat.chunks.download.SourceState;

/** Hears of a download, on its event loop; must not block. */
public interface DownloadListener {
    DownloadListener SILENT = new DownloadListener() {};

    /** What file it is, and that its list of hashes is proved: chunks come from now on. */
    default void begun(FileManifest manifest, int chunksHereAlready) {}

    /** A few times a second, and at the end. */
    default void progress(DownloadProgress progress) {}

    /** A source fared badly. */
    default void demoted(String source, SourceState state, String reason) {}
}
