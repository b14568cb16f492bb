package io.bitchat.files.flow;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who is answerable for memory. A peer's id costs nothing where no token is asked for, so that the address counts as well.
 *
 * @param peer the peer, where it is known
 * @param address where the request comes from, an IPv6 address without its last 64 bits; empty for work of this service
 */
public record Borrower(Optional<String> peer, Optional<String> address) {
    private static final int NETWORK_BYTES = 8;

    /** Somebody who asks for something. */
    public static Borrower of(Optional<String> peer, HttpServerRequest request) {
        var address = request.remoteAddress();
        var host = address == null ? null : address.hostAddress();
        return new Borrower(peer, Optional.of(network(host == null ? "unknown" : host)));
    }

    /** Work that this service does for a peer, or for a file. */
    public static Borrower inside(String name) {
        return new Borrower(Optional.of(name), Optional.empty());
    }

    /** Who has an IPv6 network has all its addresses. */
    static String network(String host) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null || bytes.length <= NETWORK_BYTES) return host;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
    }
}
