package io.bitchat.gateway.admission;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which values of {@code Host} are accepted. A web page can make its own DNS name resolve to this machine and then call
 * the gateway as its own origin (DNS rebinding), so unknown names are refused. Addresses cannot be rebound.
 */
public final class HostPolicy {
    public static final String ANY = "*";

    private static final Pattern PORT = Pattern.compile("(:[0-9]*)?");

    private final boolean any;
    private final boolean reachable;
    private final Set<String> names = new HashSet<>();

    /**
     * @param bind address to listen on
     * @param entries names without ports, or {@code *}
     */
    public HostPolicy(String bind, List<String> entries) {
        this.any = entries.contains(ANY);
        InetAddress address = literal(bind);
        this.reachable = address == null ? !bind.equals("localhost") : !address.isLoopbackAddress();
        names.add("localhost");
        names.add(bind.toLowerCase(Locale.ROOT));
        entries.forEach(entry -> names.add(entry.toLowerCase(Locale.ROOT)));
    }

    public boolean isOurs(@Nullable String host) {
        if (any || host == null) {
            return true;
        }
        String name = nameOf(host);
        InetAddress address = literal(name);
        if (address != null) {
            return reachable || address.isLoopbackAddress() || names.contains(name);
        }
        return names.contains(name) || name.endsWith(".localhost");
    }

    /** Returns true if DNS rebinding cannot produce this host: an address, or {@code localhost}. */
    static boolean isNoName(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = nameOf(host);
        return name.equals("localhost") || literal(name) != null;
    }

    /** The host without its port. A malformed host (RFC 9110 7.2) is returned whole, which matches no name. */
    private static String nameOf(String host) {
        String text = host.trim().toLowerCase(Locale.ROOT);
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end <= 0) {
            return withoutDot(text);
        }
        String name = text.substring(0, end);
        if (!PORT.matcher(text.substring(end)).matches()) {
            return text;
        }
        if (!name.startsWith("[")) {
            return withoutDot(name);
        }
        String inside = name.substring(1, name.length() - 1);
        // only addresses may stand in brackets (RFC 3986 3.2.2)
        return inside.indexOf(':') < 0 || literal(inside) == null ? text : inside;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static @Nullable InetAddress literal(String text) {
        boolean numeric =
                !text.isEmpty() && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
        try {
            return numeric ? InetAddress.ofLiteral(text) : null;
        } catch (IllegalArgumentException _) {
            // a name such as "cafe", which could be the beginning of an address
            return null;
        }
    }
}
