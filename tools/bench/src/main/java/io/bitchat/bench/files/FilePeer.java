package io.bitchat.bench.files;

import io.bitchat.bench.report.Figure;

/** A server for comparison: it moves the same bytes as the suite, in alternation. */
interface FilePeer extends AutoCloseable {
    /** The name in figures, such as "the tus server". */
    String name();

    /** The figure for the suite's upload rate divided by this server's. */
    Figure ofUpload(String figure, double ratio);

    /** The figure for the suite's download rate divided by this server's. */
    Figure ofDownload(String figure, double ratio);

    /** Uploads a file; returns its location. */
    String upload(FileContent content);

    /** Downloads a file; fails if it differs. */
    void download(String location, FileContent content);

    void delete(String location);

    /** Deletes what this object created. */
    @Override
    default void close() {}
}
