package io.bitchat.chunks.download;

/** A chunk that one source was asked for. */
final class Request {
    final Source source;
    final int index;
    final int length;
    final long began;
    /** When something was heard of it. */
    long heard;

    int received;
    /** It is here whole, and its hash is being looked at. */
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

    /** Notes bytes that have come, and says how many of them are new. */
    int add(int bytes, long now) {
        int more = Math.max(0, Math.min(bytes, remaining()));
        received += more;
        if (more > 0) heard = now;
        return more;
    }
}
