package io.bitchat.transfer;

import io.bitchat.chunks.download.SourceState;

/** Is notified of a download on its event loop; must not block. */
public interface DownloadListener {
    DownloadListener SILENT = new DownloadListener() {};

    /** The manifest is known and the list of hashes is verified; chunks are fetched from now on. */
    default void begun(FileManifest manifest, int chunksHereAlready) {}

    /** Called a few times a second, and at the end. */
    default void progress(DownloadProgress progress) {}

    /** A source was demoted. */
    default void demoted(String source, SourceState state, String reason) {}
}
