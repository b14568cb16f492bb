package io.bitchat.transport;

/** What kind of network a transport uses. The names are those of the wire. */
public enum TransportType {
    /** Bluetooth Low Energy, over several radios. */
    BLE_MESH,
    /** A mix network over the internet. */
    HTX_PRIVACY,
    /** A TCP link straight to the receiver. */
    TCP_DIRECT,
    /** TCP links of the local network; others may relay. */
    MESH_RELAY,
    /** A connection with a suite, which keeps messages for its peers. */
    UPLINK
}
