package io.bitchat.gossip;

import java.util.HexFormat;

/**
 * A node and the address at which its driver reaches it.
 *
 * @param address opaque to the protocol: at most {@value #MAX_ADDRESS_BYTES} printable ASCII characters without spaces;
 *     for TCP {@code host:port}
 */
public record Contact(PeerId id, String address) {
    /** Maximum length of an address on the wire, in bytes. */
    public static final int MAX_ADDRESS_BYTES = 64;

    public Contact {
        if (address.length() > MAX_ADDRESS_BYTES || !isPrintable(address)) {
            throw new IllegalArgumentException("address must be at most 64 printable ASCII characters");
        }
    }

    /** Whether a text may be an address: printable ASCII without spaces. */
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
