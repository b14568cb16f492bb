package io.bitchat.files.download;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A byte range of a file (RFC 9110, section 14).
 *
 * @param first offset of the first byte, from 0
 * @param last offset of the last byte, inclusive
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=[ \\t]*([0-9]{0,18})-([0-9]{0,18})[ \\t]*");

    /** What a {@code Range} header asks for. */
    sealed interface Asked {
        /** The whole file: there is no range, or one that this server does not support, such as several at once. */
        record Whole() implements Asked {}

        record Part(ByteRange range) implements Asked {}

        /** Not satisfiable: the range begins beyond the end, or is an empty suffix. */
        record Beyond() implements Asked {}
    }

    /** Length in bytes. */
    long length() {
        return last - first + 1;
    }

    /** Parses the {@code Range} header of a request for a file of {@code size} bytes. */
    static Asked asked(@Nullable String header, long size) {
        var match = Optional.ofNullable(header).map(ONE::matcher).filter(matcher -> matcher.matches());
        if (match.isEmpty()) return new Asked.Whole();
        var first = match.get().group(1);
        var last = match.get().group(2);
        if (first.isEmpty()) return last.isEmpty() ? new Asked.Whole() : tail(Long.parseLong(last), size);
        long begin = Long.parseLong(first);
        long end = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (end < begin) return new Asked.Whole();
        if (begin >= size) return new Asked.Beyond();
        return new Asked.Part(new ByteRange(begin, Math.min(end, size - 1)));
    }

    private static Asked tail(long length, long size) {
        if (length == 0) return new Asked.Beyond();
        return new Asked.Part(new ByteRange(Math.max(0, size - length), size - 1));
    }
}
