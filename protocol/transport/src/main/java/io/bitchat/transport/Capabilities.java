package io.bitchat.transport;

/**
 * What a transport can do. Every field has an explicit value for every transport.
 *
 * @param supportsUnicast whether it carries a message to one receiver
 * @param supportsBroadcast whether it carries one message to all peers in reach
 * @param supportsMulticast whether it carries one message to some peers
 * @param maxMessageSize bytes of the largest payload that it carries, fragmented if it fragments; at least 1
 * @param isOfflineCapable whether it works without the internet
 * @param requiresInternet whether it needs the internet; the opposite of {@code isOfflineCapable}
 * @param supportsMultiHop whether other nodes relay for it
 * @param maxHops links that a message may take, 1 to 255; 1 without relays
 * @param providesEncryption whether each hop or the route is encrypted, besides the encryption of the content
 * @param supportsForwardSecrecy whether a key that leaks later opens no recorded traffic
 * @param anonymityLevel 0 to 3: 0 none, 1 neighbours see who writes to whom, 2 a single relay may see it, 3 no relay
 *     sees both ends
 * @param batteryImpact what sending costs in battery
 * @param typicalLatencyMs usual time to the receiver, in milliseconds, 0 to one hour
 * @param bandwidthMbps usual throughput in megabits per second, above 0
 * @param worksOnCellular whether it runs over a mobile network
 * @param worksOnWifi whether it runs over WiFi
 * @param dataCostImpact what sending costs in paid data
 * @param connectionQuality 0 (unusable) to 1 (best), as measured now
 * @param supportsStoreAndForward whether relays keep a message for an absent receiver
 */
public record Capabilities(
        boolean supportsUnicast,
        boolean supportsBroadcast,
        boolean supportsMulticast,
        int maxMessageSize,
        boolean isOfflineCapable,
        boolean requiresInternet,
        boolean supportsMultiHop,
        int maxHops,
        boolean providesEncryption,
        boolean supportsForwardSecrecy,
        int anonymityLevel,
        Impact batteryImpact,
        int typicalLatencyMs,
        double bandwidthMbps,
        boolean worksOnCellular,
        boolean worksOnWifi,
        Impact dataCostImpact,
        double connectionQuality,
        boolean supportsStoreAndForward) {
    /** The level at which no relay sees both sender and receiver. */
    public static final int FULL_ANONYMITY = 3;

    private static final int MAX_HOPS = 255;
    private static final int HOUR_MS = 3_600_000;

    /** @throws IllegalArgumentException if a number is out of range, or two fields contradict each other */
    public Capabilities {
        if (maxMessageSize < 1) throw new IllegalArgumentException("max_message_size " + maxMessageSize);
        if (isOfflineCapable == requiresInternet) {
            throw new IllegalArgumentException("a transport either works offline or requires the internet");
        }
        if (maxHops < 1 || maxHops > MAX_HOPS) throw new IllegalArgumentException("max_hops " + maxHops);
        if (!supportsMultiHop && maxHops > 1) throw new IllegalArgumentException("hops without relays: " + maxHops);
        if (anonymityLevel < 0 || anonymityLevel > FULL_ANONYMITY) {
            throw new IllegalArgumentException("anonymity_level " + anonymityLevel);
        }
        if (typicalLatencyMs < 0 || typicalLatencyMs > HOUR_MS) {
            throw new IllegalArgumentException("typical_latency_ms " + typicalLatencyMs);
        }
        if (!(bandwidthMbps > 0) || bandwidthMbps == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("bandwidth_mbps " + bandwidthMbps);
        }
        if (!(connectionQuality >= 0 && connectionQuality <= 1)) {
            throw new IllegalArgumentException("connection_quality " + connectionQuality);
        }
    }

    /** Bluetooth: 64 KiB, seven hops, offline, broadcast, encrypted links, little anonymity. */
    public static Capabilities ofBle() {
        return new Capabilities(
                true,
                true,
                true,
                65_536,
                true,
                false,
                true,
                7,
                true,
                false,
                1,
                Impact.MEDIUM,
                1_000,
                1.0,
                false,
                false,
                Impact.LOW,
                1.0,
                false);
    }

    /** The mix network: 1 MiB, five hops, needs the internet, unicast only, full anonymity. */
    public static Capabilities ofHtx() {
        return new Capabilities(
                true,
                false,
                false,
                1_048_576,
                false,
                true,
                true,
                5,
                true,
                true,
                FULL_ANONYMITY,
                Impact.LOW,
                500,
                1.0,
                true,
                true,
                Impact.MEDIUM,
                1.0,
                false);
    }

    /**
     * The local network: offline, broadcast, fast. A link may be to a peer that does not encrypt, so encryption is not
     * promised here; {@link Reach.Direct} says it of one link.
     */
    public static Capabilities ofMesh() {
        return new Capabilities(
                true,
                true,
                true,
                65_536,
                true,
                false,
                true,
                7,
                false,
                false,
                0,
                Impact.MEDIUM,
                20,
                100.0,
                false,
                true,
                Impact.LOW,
                1.0,
                false);
    }

    /**
     * The connection between an edge node and a suite: needs the internet, unicast only, and the suite keeps what its
     * receiver does not take at once. The suite sees who writes to whom.
     *
     * @param encrypted whether the connection is TLS
     */
    public static Capabilities ofUplink(boolean encrypted) {
        return new Capabilities(
                true,
                false,
                false,
                65_536,
                false,
                true,
                true,
                3,
                encrypted,
                encrypted,
                0,
                Impact.LOW,
                100,
                10.0,
                true,
                true,
                Impact.MEDIUM,
                1.0,
                true);
    }

    /** A copy with another size of the largest payload, in bytes. */
    public Capabilities withMaxMessageSize(int bytes) {
        return new Capabilities(
                supportsUnicast,
                supportsBroadcast,
                supportsMulticast,
                bytes,
                isOfflineCapable,
                requiresInternet,
                supportsMultiHop,
                maxHops,
                providesEncryption,
                supportsForwardSecrecy,
                anonymityLevel,
                batteryImpact,
                typicalLatencyMs,
                bandwidthMbps,
                worksOnCellular,
                worksOnWifi,
                dataCostImpact,
                connectionQuality,
                supportsStoreAndForward);
    }

    /** A copy with the measured quality, 0 to 1. */
    public Capabilities withConnectionQuality(double quality) {
        return new Capabilities(
                supportsUnicast,
                supportsBroadcast,
                supportsMulticast,
                maxMessageSize,
                isOfflineCapable,
                requiresInternet,
                supportsMultiHop,
                maxHops,
                providesEncryption,
                supportsForwardSecrecy,
                anonymityLevel,
                batteryImpact,
                typicalLatencyMs,
                bandwidthMbps,
                worksOnCellular,
                worksOnWifi,
                dataCostImpact,
                quality,
                supportsStoreAndForward);
    }

    /** A copy with another level of anonymity, 0 to 3: a shortened route hides less. */
    public Capabilities withAnonymityLevel(int level) {
        return new Capabilities(
                supportsUnicast,
                supportsBroadcast,
                supportsMulticast,
                maxMessageSize,
                isOfflineCapable,
                requiresInternet,
                supportsMultiHop,
                maxHops,
                providesEncryption,
                supportsForwardSecrecy,
                level,
                batteryImpact,
                typicalLatencyMs,
                bandwidthMbps,
                worksOnCellular,
                worksOnWifi,
                dataCostImpact,
                connectionQuality,
                supportsStoreAndForward);
    }
}
