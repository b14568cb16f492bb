package io.bitchat.kit.trace;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * W3C trace context, level 1: {@code 00-<32 hex trace id>-<16 hex parent id>-<2 hex flags>}.
 *
 * @param traceId 32 lower-case hex digits, not all zero
 * @param parentId 16 lower-case hex digits, not all zero: the current span, parent of the spans that follow
 * @param flags 2 hex digits; 01 = sampled
 * @param callerId span of the caller, in the same form; null if the trace begins here
 */
public record TraceContext(
        String traceId,
        String parentId,
        String flags,
        @Nullable String callerId) {
    /** Name of the HTTP header, the Kafka header and the CloudEvents extension. */
    public static final String HEADER = "traceparent";

    private static final Pattern WIRE = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_PARENT = "0".repeat(16);

    /** Continues the trace of {@code header}, or starts a new one if it is absent or malformed. */
    public static TraceContext continueOrStart(@Nullable String header) {
        if (header == null || header.length() != 55) return start();
        var match = WIRE.matcher(header);
        if (!match.matches()
                || match.group(1).equals(NO_TRACE)
                || match.group(2).equals(NO_PARENT)) return start();
        return new TraceContext(match.group(1), randomHex(), match.group(3), match.group(2));
    }

    /** A new trace. */
    public static TraceContext start() {
        return new TraceContext(randomHex() + randomHex(), randomHex(), "01", null);
    }

    /** Whether the trace is to be recorded. */
    public boolean isSampled() {
        return (Integer.parseInt(flags, 16) & 1) == 1;
    }

    /** The header's value. */
    public String wire() {
        return "00-" + traceId + "-" + parentId + "-" + flags;
    }

    private static String randomHex() {
        long bits = ThreadLocalRandom.current().nextLong();
        return HexFormat.of().toHexDigits(bits == 0 ? 1 : bits);
    }
}
