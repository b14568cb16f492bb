package io.bitchat.groups.federation;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.HybridTime;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.causal.VectorClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;

/** JSON form of a node's past: clock, frontier and latest time, with sites by their ids. */
final class PastJson {
    private PastJson() {}

    static JsonObject encode(Past past) {
        var clock = new JsonObject();
        past.clock().toMap().forEach((writer, entry) -> clock.put(writer.toString(), entry));
        var frontier = new JsonArray();
        past.frontier().stream()
                .sorted()
                .forEach(dot -> frontier.add(
                        new JsonArray().add(dot.writer().toString()).add(dot.sequence())));
        return new JsonObject()
                .put("clock", clock)
                .put("frontier", frontier)
                .put("latest", past.latest().value());
    }

    static Past decode(JsonObject json) {
        var clock = new HashMap<PeerId, Long>();
        json.getJsonObject("clock")
                .forEach(entry -> clock.put(peer(entry.getKey()), ((Number) entry.getValue()).longValue()));
        var frontier = new ArrayList<Dot>();
        json.getJsonArray("frontier").forEach(item -> {
            var dot = (JsonArray) item;
            frontier.add(new Dot(peer(dot.getString(0)), dot.getLong(1)));
        });
        return new Past(VectorClock.of(clock), frontier, new HybridTime(json.getLong("latest")));
    }

    private static PeerId peer(String hex) {
        return new PeerId(Long.parseUnsignedLong(hex, 16));
    }
}
