package io.bitchat.transport.settings;

import io.bitchat.transport.TransportId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the settings from texts; absent ones have their default. */
public final class SettingsReader {
    private final Function<String, @Nullable String> source;

    /**
     * Reads from this source.
     *
     * @param source gives the text for a key of {@link Setting#key}, or null
     */
    public SettingsReader(Function<String, @Nullable String> source) {
        this.source = source;
    }

    /** @throws IllegalArgumentException if a text is not in the range of its setting; the message names the key */
    public TransportSettings read() {
        return new TransportSettings(
                flag(Setting.BITCHAT_ENABLED),
                text(Setting.BITCHAT_API_URL),
                number(Setting.BITCHAT_MAX_PEERS),
                number(Setting.BITCHAT_HOP_LIMIT),
                flag(Setting.BETANET_ENABLED),
                text(Setting.BETANET_API_URL),
                flag(Setting.BETANET_PRIVACY_MODE),
                number(Setting.BETANET_MAX_HOPS),
                priority(Setting.TRANSPORT_PRIORITY),
                flag(Setting.ENABLE_FAILOVER),
                number(Setting.FAILOVER_TIMEOUT_SEC),
                number(Setting.MAX_RETRY_ATTEMPTS));
    }

    private String text(Setting setting) {
        var given = source.apply(setting.key());
        return given == null ? setting.byDefault() : given.strip();
    }

    private boolean flag(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw TransportSettings.refused(setting, other);
        };
    }

    private int number(Setting setting) {
        var text = text(setting);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw TransportSettings.refused(setting, text);
        }
    }

    private List<TransportId> priority(Setting setting) {
        var text = text(setting);
        try {
            return Arrays.stream(text.split(",", -1))
                    .map(name -> new TransportId(name.strip()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw TransportSettings.refused(setting, text);
        }
    }
}
