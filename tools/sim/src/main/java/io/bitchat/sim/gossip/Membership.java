package io.bitchat.sim.gossip;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Seal;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.gossip.seal.GroupSeal;
import io.bitchat.gossip.seal.Members;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The keys of a simulated group. */
final class Membership implements Members {
    private final SplittableRandom random;
    private final GroupKey group;
    private final Map<PeerId, Ed25519PublicKey> keys = new HashMap<>();
    private final OpenedOnce.Memory memory = new OpenedOnce.Memory();

    Membership(SplittableRandom random) {
        this.random = random;
        this.group = GroupKey.generate(random);
    }

    /** The id of a new member, and its seal. */
    record Member(PeerId id, Seal seal) {}

    Member admit() {
        var pair = Ed25519KeyPair.generate(random);
        var id = GroupSeal.idOf(pair.publicKey());
        keys.put(id, pair.publicKey());
        return new Member(id, new OpenedOnce(new GroupSeal(group, pair, this, random.split()), memory));
    }

    @Override
    public Optional<Ed25519PublicKey> keyOf(PeerId writer) {
        return Optional.ofNullable(keys.get(writer));
    }
}
