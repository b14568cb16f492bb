package io.bitchat.files.fetch;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A range of addresses in CIDR notation, such as {@code 10.0.0.0/8}; a single address is a range with a full-length
 * prefix.
 */
final class AddressRange {
    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    static List<AddressRange> all(String... texts) {
        return Arrays.stream(texts).map(text -> parse(text).orElseThrow()).toList();
    }

    /** Parses a range or an address; empty if the text is neither. Never resolves a name. */
    static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        var address = slash < 0 ? text : text.substring(0, slash);
        try {
            var network = InetAddress.ofLiteral(address).getAddress();
            int bits = slash < 0 ? 8 * network.length : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > 8 * network.length
                    ? Optional.empty()
                    : Optional.of(new AddressRange(network, bits));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != network.length) return false;
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((bytes[bit / 8] & mask) != (network[bit / 8] & mask)) return false;
        }
        return true;
    }
}
