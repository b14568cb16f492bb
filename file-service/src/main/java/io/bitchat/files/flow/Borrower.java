package io.bitchat.files.flow;

import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who borrows memory. Without tokens any peer id can be claimed, so the client's address counts as well.
 *
 * @param peer the peer, if it is known
 * @param address address of the client, of an IPv6 address only the first 64 bits; empty for work of this service
 */
public record Borrower(Optional<String> peer, Optional<String> address) {
    private static final int NETWORK_BYTES = 8;

    /** The client of a request. */
    public static Borrower of(Optional<String> peer, HttpServerRequest request) {
        var address = request.remoteAddress();
        var host = address == null ? null : address.hostAddress();
        return new Borrower(peer, Optional.of(network(host == null ? "unknown" : host)));
    }

    /** Work of this service for a peer or a file. */
    public static Borrower inside(String name) {
        return new Borrower(Optional.of(name), Optional.empty());
    }

    /** Reduces an IPv6 address to its /64 network: the owner of a network has all its addresses. */
    static String network(String host) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null || bytes.length <= NETWORK_BYTES) return host;
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES));
    }
}
