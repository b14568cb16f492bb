package io.bitchat.bench;

/** What the suite is measured beside: it moves the same bytes, in turn with the suite. */
interface FilePeer extends AutoCloseable {
    /** As figures call it, such as "the tus server". */
    String name();

    /** What is to be said of the suite's rate of uploading, divided by this one's. */
    Figure ofUpload(String figure, double ratio);

    /** The same of downloading. */
    Figure ofDownload(String figure, double ratio);

    /** Returns where the file is from now on. */
    String upload(FileContent content);

    /** Reads a file, and refuses another one. */
    void download(String location, FileContent content);

    void delete(String location);

    /** Takes away what it has made. */
    @Override
    default void close() {}
}
