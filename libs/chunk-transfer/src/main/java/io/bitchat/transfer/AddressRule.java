package io.bitchat.transfer;

import java.net.InetAddress;
import java.util.Optional;

/** Which addresses may be connected to. Asked with what a name was resolved to, and that very address is connected to. */
@FunctionalInterface
public interface AddressRule {
    /** All of them: for clients, whose user named the source. */
    AddressRule ANY = (_, _) -> Optional.empty();

    /** Why it may not be connected to; empty where it may. */
    Optional<String> objection(String host, InetAddress address);
}
