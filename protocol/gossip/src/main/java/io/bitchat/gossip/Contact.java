package io.bitchat.gossip;

import java.util.HexFormat;

/**
 * A node and where its driver reaches it.
 *
 * @param address opaque to the protocol, at most {@value #MAX_ADDRESS_BYTES} bytes; for TCP {@code host:port} in UTF-8
 */
public record Contact(PeerId id, String address) {
    /** Longest address on the wire. */
    public static final int MAX_ADDRESS_BYTES = 64;

    public Contact {
        if (address.length() > MAX_ADDRESS_BYTES || !isPrintable(address)) {
            throw new IllegalArgumentException("address must be at most 64 printable ASCII characters");
        }
    }

    /** Whether a text can be an address: printable ASCII only. */
    public static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) return false;
        }
        return true;
    }

    /** A short name for logs. */
    public String label() {
        return HexFormat.of().toHexDigits(id.value()) + '@' + address;
    }
}
