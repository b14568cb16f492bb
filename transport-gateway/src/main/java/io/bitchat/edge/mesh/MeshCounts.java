package io.bitchat.edge.mesh;

import io.bitchat.lan.CloseReason;
import io.bitchat.lan.Count;
import io.bitchat.lan.Node;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.Refusal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a node has counted since its start, at one moment.
 *
 * @param peers those that it knows
 * @param counted what happened
 * @param refused what others sent and was dropped, by reason
 * @param closed links that it closed, by reason
 */
public record MeshCounts(
        List<Peer> peers, Map<Count, Long> counted, Map<Refusal, Long> refused, Map<CloseReason, Long> closed) {
    static MeshCounts of(Node node) {
        var counted = new EnumMap<Count, Long>(Count.class);
        for (var one : Count.values()) counted.put(one, node.counted(one));
        var refused = new EnumMap<Refusal, Long>(Refusal.class);
        for (var one : Refusal.values()) refused.put(one, node.refused(one));
        var closed = new EnumMap<CloseReason, Long>(CloseReason.class);
        for (var one : CloseReason.values()) closed.put(one, node.closed(one));
        return new MeshCounts(node.peers(), counted, refused, closed);
    }
}
