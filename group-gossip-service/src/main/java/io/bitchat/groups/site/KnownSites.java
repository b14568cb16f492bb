package io.bitchat.groups.site;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.gossip.PeerId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sites that this one is configured with. */
@ApplicationScoped
public class KnownSites {
    private final boolean enabled;
    private final Map<X25519PublicKey, KnownSite> byKey = new LinkedHashMap<>();
    private final Map<PeerId, KnownSite> byId = new HashMap<>();

    KnownSites(SitesConfig config) {
        this.enabled = config.listen().isPresent();
        config.peers().orElse(List.of()).stream().map(KnownSite::parse).forEach(this::add);
        all().forEach(site -> byId.put(site.id(), site));
        long names = byKey.values().stream().map(KnownSite::name).distinct().count();
        if (names != byKey.size()) throw new IllegalArgumentException("bitchat.sites.peers: two sites of one name");
    }

    private void add(KnownSite site) {
        byKey.merge(site.identity().link(), site, (one, other) -> {
            if (!one.name().equals(other.name()) || !one.identity().equals(other.identity())) {
                throw new IllegalArgumentException("bitchat.sites.peers: two sites with one key: " + other.name());
            }
            var addresses = new ArrayList<>(one.addresses());
            addresses.addAll(other.addresses());
            return new KnownSite(one.name(), one.identity(), List.copyOf(addresses));
        });
    }

    /** Whether links to other sites are enabled. */
    public boolean areEnabled() {
        return enabled;
    }

    /** All configured sites. */
    public Collection<KnownSite> all() {
        return byKey.values();
    }

    /** The site with this link key. */
    public Optional<KnownSite> of(X25519PublicKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** The site with this configured name. */
    public Optional<KnownSite> named(String name) {
        return all().stream().filter(site -> site.name().equals(name)).findFirst();
    }

    /** The site with this id in the gossip protocol. */
    public Optional<KnownSite> withId(PeerId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The key with which a site signs messages. */
    public Optional<Ed25519PublicKey> signingKeyOf(PeerId id) {
        return withId(id).map(site -> site.identity().signing());
    }
}
