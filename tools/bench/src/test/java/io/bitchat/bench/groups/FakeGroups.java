package io.bitchat.bench.groups;

import io.bitchat.bench.suite.FakeSuite;
import io.bitchat.contracts.messages.MessageIds;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Groups of the {@link FakeSuite}, with injectable faults. */
public final class FakeGroups {
    private final Map<String, ServerWebSocket> sockets;
    private final Map<String, List<String>> members = new HashMap<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    volatile int loseAt;
    volatile int repeatAt;
    volatile int otherGroupAt;
    volatile int made;

    public FakeGroups(Map<String, ServerWebSocket> sockets) {
        this.sockets = sockets;
    }

    public void answer(HttpServerResponse response, String[] path, JsonObject body) {
        if (path.length == 4) make(response, body);
        else say(response, path[4], body);
    }

    private void make(HttpServerResponse response, JsonObject body) {
        var everyone = new ArrayList<String>(List.of(body.getString("created_by")));
        body.getJsonArray("initial_members").forEach(member -> everyone.add((String) member));
        String groupId = "g" + ++made;
        members.put(groupId, everyone);
        response.setStatusCode(201)
                .end(new JsonObject().put("group_id", groupId).toBuffer());
    }

    private void say(HttpServerResponse response, String groupId, JsonObject message) {
        int sequence = sequences.merge(groupId, 1, Integer::sum);
        var key = MessageIds.keyOfId(message.getString("message_id"));
        message.put("sequence", sequence)
                .put("message_id", MessageIds.inGroup(groupId, message.getString("from_peer_id"), key));
        response.setStatusCode(201).end(message.toBuffer());
        String frame = frame(groupId, message);
        String other = frame("other", message.copy().put("group_id", "other").put("sequence", sequence + 1));
        for (String member : members.getOrDefault(groupId, List.of())) {
            ServerWebSocket socket = sockets.get(member);
            if (socket == null || sequence == loseAt) {
                continue;
            }
            if (sequence == otherGroupAt) {
                socket.writeTextMessage(other);
            }
            socket.writeTextMessage(frame);
            if (sequence == repeatAt) {
                socket.writeTextMessage(frame);
            }
        }
    }

    private static String frame(String groupId, JsonObject message) {
        return new JsonObject()
                .put("type", "group_message")
                .put("group_id", groupId)
                .put("data", message)
                .encode();
    }
}
