package io.bitchat.groups.gossip;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.site.SiteIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A group that is shared, as the database has it.
 *
 * @param revision raised with every write by the replica that drives it
 */
record SharedGroup(String groupId, GroupKey key, Past past, long revision, List<Sharer> sites) {
    /** A site that shares the group. */
    record Sharer(PeerId id, String name, SiteIdentity identity) {}

    Map<PeerId, Ed25519PublicKey> signingKeys() {
        var keys = new HashMap<PeerId, Ed25519PublicKey>();
        sites.forEach(site -> keys.put(site.id(), site.identity().signing()));
        return keys;
    }
}
