package io.bitchat.transfer;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Decides which addresses may be connected to. The rule sees the resolved address, and exactly that address is
 * connected to.
 */
@FunctionalInterface
public interface AddressRule {
    /** Allows all addresses; for clients, whose user chose the source. */
    AddressRule ANY = (_, _) -> Optional.empty();

    /** Reason why the address must not be connected to; empty if it may. */
    Optional<String> objection(String host, InetAddress address);
}
