package io.bitchat.gossip.seal;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.gossip.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A group whose keys are drawn from a seed. */
public final class Circle {
    private final Random random;
    private final GroupKey key;
    private final List<Ed25519KeyPair> keys = new ArrayList<>();
    private final Map<PeerId, Ed25519KeyPair> byId = new HashMap<>();

    public Circle(long seed, int members) {
        this.random = new Random(seed);
        this.key = GroupKey.generate(random);
        for (int i = 0; i < members; i++) keys.add(Ed25519KeyPair.generate(random));
        keys.sort(Comparator.comparing(pair -> GroupSeal.idOf(pair.publicKey())));
        keys.forEach(pair -> byId.put(GroupSeal.idOf(pair.publicKey()), pair));
    }

    /** The id of a member; members are in the order of their ids. */
    public PeerId member(int index) {
        return GroupSeal.idOf(keys.get(index).publicKey());
    }

    /** The seal of a member. */
    public GroupSeal sealOf(int index) {
        return sealWith(keys.get(index));
    }

    /** The seal of anybody with the group's key, member or not. */
    public GroupSeal sealWith(Ed25519KeyPair pair) {
        return new GroupSeal(
                key,
                pair,
                writer -> Optional.ofNullable(byId.get(writer)).map(Ed25519KeyPair::publicKey),
                new Random(random.nextLong()));
    }

    GroupKey key() {
        return key;
    }

    Ed25519KeyPair keysOf(int index) {
        return keys.get(index);
    }
}
