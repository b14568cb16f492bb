package io.bitchat.files.fetch;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.transfer.AddressRule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Decides which addresses this site may connect to. An address that is not public is allowed only if the operator has
 * listed it, its range, or the host name that resolves to it. Otherwise callers could reach internal hosts through this
 * site.
 */
@ApplicationScoped
class AllowedHosts implements AddressRule {
    private static final String PUBLIC = "*";
    private static final List<AddressRange> NOT_PUBLIC = AddressRange.all(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "::/96",
            "64:ff9b::/32",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    private final List<String> entries;
    private final boolean open;

    @Inject
    AllowedHosts(FetchConfig config, AuthConfig auth) {
        this(config.from().orElse(List.of()), auth.mode() == AuthConfig.Mode.OPEN);
    }

    AllowedHosts(List<String> entries, boolean open) {
        this.entries = entries.stream().map(String::strip).toList();
        this.open = open;
        this.entries.forEach(AllowedHosts::requireReadable);
    }

    private static void requireReadable(String entry) {
        if (!entry.contains("/") || AddressRange.parse(entry).isPresent()) return;
        throw new IllegalArgumentException("bitchat.files.fetch.from has an invalid address range: " + entry);
    }

    /** Whether fetching is enabled at all. */
    boolean any() {
        return open || !entries.isEmpty();
    }

    @Override
    public Optional<String> objection(String host, InetAddress address) {
        if (open && address.isLoopbackAddress()) return Optional.empty();
        if (entries.stream().anyMatch(entry -> names(entry, host, address))) return Optional.empty();
        if (entries.contains(PUBLIC) && NOT_PUBLIC.stream().noneMatch(range -> range.contains(address))) {
            return Optional.empty();
        }
        return Optional.of(host + " is not one of the hosts that this site fetches from (bitchat.files.fetch.from)");
    }

    private static boolean names(String entry, String host, InetAddress address) {
        if (entry.equals(PUBLIC)) return false;
        if (entry.equalsIgnoreCase(host)) return true;
        return AddressRange.parse(entry)
                .filter(range -> range.contains(address))
                .isPresent();
    }
}
