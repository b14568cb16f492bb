package io.bitchat.backup.archive;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the parts of a backup under a temporary name. */
public interface ArchiveWriter extends AutoCloseable {
    /**
     * Begins a part, after the one before was closed.
     *
     * @param name a relative path with {@code /}
     */
    OutputStream part(String name) throws IOException;

    /** Syncs everything to disk and gives the backup its name. */
    void publish() throws IOException;

    /** Deletes what was written, unless it was published. */
    @Override
    void close() throws IOException;
}
