package io.bitchat.transport;

import java.util.regex.Pattern;

/**
 * Name of a transport in the registry. Transports are compared by this name, never by object, so that a failed one
 * cannot be chosen again by mistake.
 *
 * @param name 1 to 32 lower-case letters, digits, {@code _} and {@code -}, beginning with a letter
 */
public record TransportId(String name) implements Comparable<TransportId> {
    // before the constants, whose construction uses it
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    /** Bluetooth Low Energy mesh. */
    public static final TransportId BLE = new TransportId("ble");
    /** Mix network over the internet. */
    public static final TransportId HTX = new TransportId("htx");
    /** TCP and UDP in the local network. */
    public static final TransportId MESH = new TransportId("mesh");
    /** The connection between an edge node and a suite. */
    public static final TransportId UPLINK = new TransportId("uplink");

    /** @throws IllegalArgumentException if the name has another form */
    public TransportId {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("no name of a transport: " + name);
    }

    @Override
    public int compareTo(TransportId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
