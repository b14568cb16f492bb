package io.bitchat.groups.federation.actor;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.gossip.seal.Members;
import io.bitchat.groups.federation.GossipConfig;
import io.bitchat.groups.federation.SharedGroup;
import io.bitchat.groups.site.KnownSites;
import io.bitchat.groups.site.SiteKeys;
import io.bitchat.groups.site.SitesConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;

/** Creates gossip nodes with this site's keys. */
@ApplicationScoped
public class Nodes {
    private final SitesConfig site;
    private final GossipConfig config;
    private final SiteKeys keys;
    private final KnownSites sites;
    private final SecureRandom random = new SecureRandom();

    Nodes(SitesConfig site, GossipConfig config, SiteKeys keys, KnownSites sites) {
        this.site = site;
        this.config = config;
        this.keys = keys;
        this.sites = sites;
    }

    public PeerId self() {
        return keys.identity().id();
    }

    GossipNode create(SharedGroup group) {
        var seal = new GroupSeal(group.key(), keys.signing(), members(group), random);
        var contact = new Contact(self(), site.name());
        return GossipNode.member(contact, config.parameters(), seal, group.past(), random);
    }

    /**
     * The sites that are known to share the group, and all configured sites. The latter may write before this site has
     * heard of their invitation; without the group's key they cannot seal.
     */
    private Members members(SharedGroup group) {
        var known = group.signingKeys();
        return writer -> Optional.ofNullable(known.get(writer)).or(() -> sites.signingKeyOf(writer));
    }
}
