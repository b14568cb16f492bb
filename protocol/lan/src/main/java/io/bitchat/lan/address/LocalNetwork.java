package io.bitchat.lan.address;

/**
 * A network that an interface of this host is in. An interface with several addresses has several.
 *
 * @param name name of the interface, for example {@code eth0}
 * @param own address of this host in the network; beacons announce it
 * @param prefix number of bits that the addresses of the network share, 0 to 32
 */
public record LocalNetwork(String name, Ipv4 own, int prefix) {
    private static final int BITS = 32;

    public LocalNetwork {
        if (prefix < 0 || prefix > BITS) throw new IllegalArgumentException("prefix " + prefix);
    }

    /** Whether a host with this address may be in the network: neither the network itself nor its broadcast address. */
    public boolean contains(Ipv4 address) {
        int hostMask = prefix == BITS ? 0 : -1 >>> prefix;
        int host = address.bits() & hostMask;
        boolean same = ((address.bits() ^ own.bits()) & ~hostMask) == 0;
        boolean special = BITS - prefix > 1 && (host == 0 || host == hostMask);
        return same && !special && !isMulticast(address);
    }

    /** 224.0.0.0 and above: groups and reserved addresses. */
    private static boolean isMulticast(Ipv4 address) {
        return address.bits() >>> 28 >= 14;
    }
}
