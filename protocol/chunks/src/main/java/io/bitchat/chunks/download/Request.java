package io.bitchat.chunks.download;

/** A request for one chunk to one source. */
final class Request {
    final Source source;
    final int index;
    final int length;
    final long began;
    /** Time of the last data or response. */
    long heard;

    int received;
    /** The chunk arrived completely, and its hash is being verified. */
    boolean arrived;

    Request(Source source, int index, int length, long now) {
        this.source = source;
        this.index = index;
        this.length = length;
        this.began = now;
        this.heard = now;
    }

    int remaining() {
        return length - received;
    }

    /** Adds received bytes, and returns how many of them are new. */
    int add(int bytes, long now) {
        int more = Math.max(0, Math.min(bytes, remaining()));
        received += more;
        if (more > 0) heard = now;
        return more;
    }
}
