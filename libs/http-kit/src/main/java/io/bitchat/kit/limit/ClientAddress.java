package io.bitchat.kit.limit;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * The client's address as the key of a limit.
 *
 * @param key an IPv4 address, or the first 64 bits of an IPv6 address, because one customer usually has all addresses
 *     of the network (RFC 6177)
 */
public record ClientAddress(String key) {
    private static final int NETWORK_BYTES = 8;

    /** The client's address; behind a trusted proxy, the address that the proxy reports. */
    public static ClientAddress of(HttpServerRequest request) {
        return of(request.remoteAddress().hostAddress());
    }

    /** Parses an address; a text that is not an address is used as it is. */
    public static ClientAddress of(String text) {
        var bare = text.indexOf('%') < 0 ? text : text.substring(0, text.indexOf('%'));
        if (bare.indexOf(':') < 0) return new ClientAddress(text);
        try {
            return InetAddress.ofLiteral(bare) instanceof Inet6Address six
                    ? new ClientAddress(HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) + "/64")
                    : new ClientAddress(text);
        } catch (IllegalArgumentException _) {
            return new ClientAddress(text);
        }
    }
}
