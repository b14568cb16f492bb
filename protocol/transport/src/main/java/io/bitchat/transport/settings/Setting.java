package io.bitchat.transport.settings;

import java.util.Locale;
import java.util.function.Function;

/** One of the twelve settings: its name, default and range. */
public enum Setting {
    BITCHAT_ENABLED("true", "true, false", TransportSettings::bitchatEnabled),
    BITCHAT_API_URL("http://localhost:8000", "http or https URL", TransportSettings::bitchatApiUrl),
    BITCHAT_MAX_PEERS("50", "1 to 1000", TransportSettings::bitchatMaxPeers),
    BITCHAT_HOP_LIMIT("7", "1 to 7", TransportSettings::bitchatHopLimit),
    BETANET_ENABLED("true", "true, false", TransportSettings::betanetEnabled),
    BETANET_API_URL("http://localhost:8443", "http or https URL", TransportSettings::betanetApiUrl),
    BETANET_PRIVACY_MODE("true", "true, false", TransportSettings::betanetPrivacyMode),
    BETANET_MAX_HOPS("5", "1 to 5", TransportSettings::betanetMaxHops),
    TRANSPORT_PRIORITY("htx,ble,mesh", "ble, htx, mesh in any order", TransportSettings::priorityText),
    ENABLE_FAILOVER("true", "true, false", TransportSettings::enableFailover),
    FAILOVER_TIMEOUT_SEC("10", "1 to 3600", TransportSettings::failoverTimeoutSec),
    MAX_RETRY_ATTEMPTS("3", "1 to 100", TransportSettings::maxRetryAttempts);

    /** What the keys of all settings begin with. */
    public static final String PREFIX = "bitchat.transport.";

    private final String byDefault;
    private final String range;
    private final Function<TransportSettings, Object> value;

    Setting(String byDefault, String range, Function<TransportSettings, Object> value) {
        this.byDefault = byDefault;
        this.range = range;
        this.value = value;
    }

    /** The key in configuration files, such as {@code bitchat.transport.enable_failover}. */
    public String key() {
        return PREFIX + name().toLowerCase(Locale.ROOT);
    }

    /** The name of the environment variable, such as {@code BITCHAT_TRANSPORT_ENABLE_FAILOVER}. */
    public String environment() {
        return key().replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The default, as text. */
    public String byDefault() {
        return byDefault;
    }

    /** The values that are accepted, for people. */
    public String range() {
        return range;
    }

    /** The value in these settings, as text. */
    public String of(TransportSettings settings) {
        return value.apply(settings).toString();
    }
}
