package io.bitchat.transport.settings;

import io.bitchat.transport.TransportId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The twelve settings of the transports. {@link Setting} gives the key of each, docs/transport.md explains them.
 *
 * @param bitchatEnabled whether {@code ble} may be used
 * @param bitchatApiUrl the gateway that {@code ble} sends through: the one on this host, so the uplink does not matter
 * @param bitchatMaxPeers links that {@code ble} keeps, 1 to 1000
 * @param bitchatHopLimit hops of a message over {@code ble}, 1 to 7
 * @param betanetEnabled whether {@code htx} may be used
 * @param betanetApiUrl the server of the mix network
 * @param betanetPrivacyMode false shortens the route of {@code htx}, which hides less
 * @param betanetMaxHops relays of a route of {@code htx}, 1 to 5
 * @param transportPriority order of the transports where nothing else decides; {@code ble}, {@code htx} and
 *     {@code mesh}, each once
 * @param enableFailover whether another transport is tried when one has failed
 * @param failoverTimeoutSec seconds after which an attempt without an answer is given up, 1 to 3600
 * @param maxRetryAttempts attempts until a message is queued, 1 to 100
 */
public record TransportSettings(
        boolean bitchatEnabled,
        String bitchatApiUrl,
        int bitchatMaxPeers,
        int bitchatHopLimit,
        boolean betanetEnabled,
        String betanetApiUrl,
        boolean betanetPrivacyMode,
        int betanetMaxHops,
        List<TransportId> transportPriority,
        boolean enableFailover,
        int failoverTimeoutSec,
        int maxRetryAttempts) {
    private static final Set<TransportId> ALL = Set.of(TransportId.BLE, TransportId.HTX, TransportId.MESH);
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** @throws IllegalArgumentException if a value is out of range; the message names the key */
    public TransportSettings {
        transportPriority = List.copyOf(transportPriority);
        requireUrl(Setting.BITCHAT_API_URL, bitchatApiUrl);
        requireRange(Setting.BITCHAT_MAX_PEERS, bitchatMaxPeers, 1_000);
        requireRange(Setting.BITCHAT_HOP_LIMIT, bitchatHopLimit, 7);
        requireUrl(Setting.BETANET_API_URL, betanetApiUrl);
        requireRange(Setting.BETANET_MAX_HOPS, betanetMaxHops, 5);
        if (transportPriority.size() != ALL.size() || !ALL.equals(Set.copyOf(transportPriority))) {
            throw refused(Setting.TRANSPORT_PRIORITY, text(transportPriority));
        }
        requireRange(Setting.FAILOVER_TIMEOUT_SEC, failoverTimeoutSec, 3_600);
        requireRange(Setting.MAX_RETRY_ATTEMPTS, maxRetryAttempts, 100);
    }

    /** The default of every setting. */
    public static TransportSettings defaults() {
        return new SettingsReader(_ -> null).read();
    }

    /** Whether the configuration lets this transport be used; true for those that have no switch. */
    public boolean isEnabled(TransportId transport) {
        if (transport.equals(TransportId.BLE)) return bitchatEnabled;
        return !transport.equals(TransportId.HTX) || betanetEnabled;
    }

    /** The place in {@code transport_priority}, from 0; the number of places for a transport that is not in it. */
    public int placeOf(TransportId transport) {
        int place = transportPriority.indexOf(transport);
        return place < 0 ? transportPriority.size() : place;
    }

    public Duration failoverTimeout() {
        return Duration.ofSeconds(failoverTimeoutSec);
    }

    /** Sentences about values that are allowed and dangerous: URLs without TLS that leave this host. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        warnIfPlain(Setting.BITCHAT_API_URL, bitchatApiUrl, warnings);
        warnIfPlain(Setting.BETANET_API_URL, betanetApiUrl, warnings);
        return warnings;
    }

    public TransportSettings withFailover(boolean enabled, int timeoutSec, int attempts) {
        return new TransportSettings(
                bitchatEnabled,
                bitchatApiUrl,
                bitchatMaxPeers,
                bitchatHopLimit,
                betanetEnabled,
                betanetApiUrl,
                betanetPrivacyMode,
                betanetMaxHops,
                transportPriority,
                enabled,
                timeoutSec,
                attempts);
    }

    String priorityText() {
        return text(transportPriority);
    }

    private static String text(List<TransportId> priority) {
        return priority.stream().map(TransportId::name).collect(Collectors.joining(","));
    }

    private static void warnIfPlain(Setting setting, String url, List<String> warnings) {
        var uri = URI.create(url);
        if (uri.getScheme().equals("http") && !LOOPBACK.contains(uri.getHost())) {
            warnings.add(setting.key() + " sends over plain HTTP to " + uri.getHost() + "; use https");
        }
    }

    private static void requireRange(Setting setting, int value, int max) {
        if (value < 1 || value > max) throw refused(setting, Integer.toString(value));
    }

    private static void requireUrl(Setting setting, String url) {
        try {
            var uri = URI.create(url);
            if (Set.of("http", "https").contains(String.valueOf(uri.getScheme())) && uri.getHost() != null) return;
        } catch (IllegalArgumentException e) {
            throw refused(setting, url);
        }
        throw refused(setting, url);
    }

    static IllegalArgumentException refused(Setting setting, String value) {
        return new IllegalArgumentException(setting.key() + " is '" + value + "', allowed: " + setting.range());
    }
}
