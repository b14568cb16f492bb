package io.bitchat.groups.site;

import io.bitchat.gossip.PeerId;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Another site that this one may have links with.
 *
 * @param addresses addresses to dial: none if the site only dials this one, one for each replica
 */
public record KnownSite(String name, SiteIdentity identity, List<SocketAddress> addresses) {
    /** Regular expression of valid names. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,62}";

    private static final Pattern TEXT = Pattern.compile("(" + NAME + ")=(?:(.+):([0-9]{1,5}))?/([A-Za-z0-9_-]+)");

    /** Its id in the gossip protocol. */
    public PeerId id() {
        return identity.id();
    }

    /** Reads {@code name=host:port/identity}. */
    public static KnownSite parse(String text) {
        var match = TEXT.matcher(text.strip());
        if (!match.matches()) throw unusable(text, "must be name=host:port/identity");
        var identity = SiteIdentity.parse(match.group(4)).orElseThrow(() -> unusable(text, "has no valid identity"));
        var addresses =
                match.group(2) == null ? List.<SocketAddress>of() : List.of(address(match.group(2), match.group(3)));
        return new KnownSite(match.group(1), identity, addresses);
    }

    static SocketAddress address(String host, String port) {
        return SocketAddress.inetSocketAddress(Integer.parseInt(port), host);
    }

    private static IllegalArgumentException unusable(String text, String why) {
        return new IllegalArgumentException("bitchat.sites.peers: '" + text + "' " + why);
    }
}
