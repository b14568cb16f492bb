package io.bitchat.groups.federation;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.site.SiteIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A shared group, as the database has it.
 *
 * @param signingKeys signing keys of the sites that share it; grows as others are invited
 * @param unplaced writers of messages without a place: void ones, and ones left unplaced by a crash
 * @param revision raised with every write by the replica that drives it
 */
public record SharedGroup(
        String groupId,
        GroupKey key,
        Past past,
        long revision,
        List<Sharer> sites,
        Set<String> unplaced,
        Map<PeerId, Ed25519PublicKey> signingKeys) {
    /** A site that shares the group. */
    public record Sharer(PeerId id, String name, SiteIdentity identity) {}

    SharedGroup(String groupId, GroupKey key, Past past, long revision, List<Sharer> sites, Set<String> unplaced) {
        this(groupId, key, past, revision, sites, unplaced, new ConcurrentHashMap<>());
        sites.forEach(site -> signingKeys.put(site.id(), site.identity().signing()));
    }

    /** Accepts messages of a site that another one has invited. */
    public void learn(Operation.SiteAdded site) {
        SiteIdentity.parse(site.identity()).ifPresent(identity -> signingKeys.put(identity.id(), identity.signing()));
    }
}
