package io.bitchat.gateway.admission;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may call the API. Entries are {@code *}, an exact origin, or an origin with any port such as {@code
 * http://localhost:*}. Pages served by this machine or by the gateway itself are always allowed.
 */
public final class OriginPolicy {
    private static final String ANY = "*";
    private static final String ANY_PORT = ":*";
    private static final List<String> OF_THIS_MACHINE = List.of(
            "http://localhost:*",
            "http://127.0.0.1:*",
            "http://[::1]:*",
            "https://localhost:*",
            "https://127.0.0.1:*",
            "https://[::1]:*");

    private final boolean any;
    private final Set<String> exact = new HashSet<>();
    private final List<String> anyPort = new ArrayList<>();

    public OriginPolicy(List<String> entries) {
        this.any = entries.contains(ANY);
        List<String> all = new ArrayList<>(OF_THIS_MACHINE);
        all.addAll(entries);
        for (String entry : all) {
            if (entry.endsWith(ANY_PORT)) {
                anyPort.add(entry.substring(0, entry.length() - ANY_PORT.length()));
            } else {
                exact.add(entry);
            }
        }
    }

    /** The value of {@code access-control-allow-origin} for this origin, or null if the page may not call. */
    @Nullable
    String allow(String origin, @Nullable String host) {
        if (any) {
            return ANY;
        }
        return exact.contains(origin) || isSameHost(origin, host) || matchesAnyPort(origin) ? origin : null;
    }

    private static boolean isSameHost(String origin, @Nullable String host) {
        return host != null && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }

    private boolean matchesAnyPort(String origin) {
        for (String prefix : anyPort) {
            if (origin.equals(prefix)) {
                return true;
            }
            if (origin.startsWith(prefix + ":")
                    && origin.chars().skip(prefix.length() + 1L).allMatch(c -> c >= '0' && c <= '9')) {
                return true;
            }
        }
        return false;
    }
}
