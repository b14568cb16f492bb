package io.bitchat.gateway.exchange;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** W3C trace context of one request: the client's if it sent a valid one, else a new one. */
public record TraceParent(String header, String traceId) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int LENGTH = 55;
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    public static TraceParent of(@Nullable String incoming) {
        return incoming != null && isValid(incoming)
                ? new TraceParent(incoming, incoming.substring(3, 35))
                : create(ThreadLocalRandom.current());
    }

    private static TraceParent create(ThreadLocalRandom random) {
        String traceId = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
        String header = "00-" + traceId + "-" + HEX.toHexDigits(random.nextLong() | 1) + "-01";
        return new TraceParent(header, traceId);
    }

    private static boolean isValid(String text) {
        return text.length() == LENGTH
                && text.startsWith("00-")
                && text.charAt(35) == '-'
                && text.charAt(52) == '-'
                && isHex(text, 3, 35)
                && isHex(text, 36, 52)
                && isHex(text, 53, 55)
                && !text.startsWith(NO_TRACE, 3)
                && !text.startsWith(NO_SPAN, 36);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
