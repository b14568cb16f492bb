package io.bitchat.lan.wire;

import io.bitchat.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/**
 * Order of peers by XOR distance from a point: the distance is SHA-256 of the peer id, XOR SHA-256 of the point's
 * name, as an unsigned number. Every node that orders the same peers around the same point gets the same list.
 */
public final class XorOrder {
    private XorOrder() {}

    /** The peers, nearest first. */
    public static List<PeerId> around(String point, Collection<PeerId> peers) {
        var centre = hash(point);
        var distances = new HashMap<PeerId, byte[]>();
        for (var peer : peers) distances.put(peer, distance(centre, peer));
        Comparator<PeerId> nearest = (one, other) ->
                Arrays.compareUnsigned(distances.getOrDefault(one, centre), distances.getOrDefault(other, centre));
        return peers.stream().distinct().sorted(nearest).toList();
    }

    /** Whether {@code one} is nearer to the point than {@code other}. */
    public static boolean isNearer(String point, PeerId one, PeerId other) {
        var centre = hash(point);
        return Arrays.compareUnsigned(distance(centre, one), distance(centre, other)) < 0;
    }

    private static byte[] distance(byte[] centre, PeerId peer) {
        var distance = hash(peer.value());
        for (int i = 0; i < distance.length; i++) distance[i] ^= centre[i];
        return distance;
    }

    private static byte[] hash(String name) {
        return Sha256.digest(name.getBytes(StandardCharsets.UTF_8));
    }
}
