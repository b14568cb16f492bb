package io.bitchat.files.transfer;

import static io.bitchat.files.Files.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMember;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A room, the peers of the permission tables, and their tokens. */
final class PermissionRoom {
    static final int SIZE = 10;

    /** The callers of the tables. */
    enum Who {
        NO_TOKEN,
        OTHER_PEER,
        PARTICIPANT,
        REMOVED,
        SENDER,
        RECEIVER
    }

    /** How far a transfer is before somebody asks. */
    enum Stage {
        PENDING,
        ACTIVE,
        PAUSED_BY_SENDER,
        PAUSED_BY_RECEIVER,
        STORED
    }

    private final Room room = Room.fresh();
    private final Map<Who, String> peers = new EnumMap<>(Who.class);
    private final UnaryOperator<String> tokens;

    PermissionRoom(UnaryOperator<String> tokens) {
        this.tokens = tokens;
        for (var who : Who.values()) peers.put(who, someone());
    }

    String id() {
        return room.id();
    }

    String path() {
        return "/api/bitchat/rooms/" + room.id();
    }

    String path(UUID transfer) {
        return room.path() + "/" + transfer;
    }

    String peer(Who who) {
        return peers.get(who);
    }

    RequestSpecification as(Who who) {
        return who == Who.NO_TOKEN ? given() : given().header("Authorization", "Bearer " + tokens.apply(peer(who)));
    }

    /** The room is made by the sender; one of those it has invited is removed again. */
    void begin() {
        for (var who : new Who[] {Who.SENDER, Who.RECEIVER, Who.PARTICIPANT, Who.REMOVED}) {
            ok(as(Who.SENDER).put(path() + "/participants/" + peer(who)), 200);
        }
        ok(as(Who.SENDER).delete(path() + "/participants/" + peer(Who.REMOVED)), 204);
    }

    /** A group with the same peers. */
    void beginAsGroup(Consumer<GroupEvent> publish) {
        var members = new ArrayList<>(List.of(Who.SENDER, Who.RECEIVER, Who.PARTICIPANT, Who.REMOVED));
        publish.accept(new GroupEvent.Created(id(), now(), 1, "Team", null, peer(Who.SENDER), true, members(members)));
        members.remove(Who.REMOVED);
        publish.accept(left(2, Who.REMOVED, members));
        await().atMost(Device.SOON)
                .until(() -> as(Who.PARTICIPANT).get(path()).statusCode() == 200
                        && as(Who.REMOVED).get(path()).statusCode() == 403);
    }

    /** The fact that a participant of the group was removed. */
    GroupEvent removal(Who who) {
        var members = new ArrayList<>(List.of(Who.SENDER, Who.RECEIVER, Who.PARTICIPANT));
        members.remove(who);
        return left(3, who, members);
    }

    private GroupEvent left(long version, Who who, List<Who> members) {
        return new GroupEvent.MemberLeft(
                id(), now(), version, "Team", null, peer(Who.SENDER), true, peer(who), "removed", members(members));
    }

    private List<GroupMember> members(List<Who> members) {
        return members.stream()
                .map(who -> new GroupMember(peer(who), who == Who.SENDER ? "admin" : "member"))
                .sorted(Comparator.comparing(GroupMember::peerId))
                .toList();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    // --- links

    /** A link to the room with the caller's token. */
    Device link(Who who) {
        return link(who, who);
    }

    /** A link of the peer {@code named} with the token of another. */
    Device link(Who who, Who named) {
        return link(who, named, room.id());
    }

    Device link(Who who, Who named, String toRoom) {
        return who == Who.NO_TOKEN
                ? Device.of(peer(named), toRoom)
                : Device.of(peer(named), toRoom, tokens.apply(peer(who)));
    }

    // --- transfers

    JsonObject offer(Who from) {
        return Room.offer(peer(from), peer(from == Who.RECEIVER ? Who.SENDER : Who.RECEIVER), SIZE);
    }

    /** A transfer from the sender to the receiver. */
    UUID transfer(Stage stage) {
        var offered = ok(json(Who.SENDER, offer(Who.SENDER)).post(room.path() + "/offer"), 201);
        var id = UUID.fromString(offered.path("transfer_id"));
        if (stage == Stage.PENDING) return id;
        ok(json(Who.RECEIVER, new JsonObject()).post(path(id) + "/accept"), 200);
        switch (stage) {
            case PAUSED_BY_SENDER -> ok(json(Who.SENDER, new JsonObject()).post(path(id) + "/pause"), 200);
            case PAUSED_BY_RECEIVER -> ok(json(Who.RECEIVER, new JsonObject()).post(path(id) + "/pause"), 200);
            case STORED -> ok(bytes(Who.SENDER).post(path(id) + "/chunks/0"), 200);
            case PENDING, ACTIVE -> {}
        }
        return id;
    }

    RequestSpecification json(Who who, JsonObject body) {
        return as(who).contentType("application/json").body(body.encode());
    }

    RequestSpecification bytes(Who who) {
        return as(who).contentType("application/octet-stream").body(new byte[SIZE]);
    }

    /** The transfer as the sender sees it. */
    String state(UUID transfer) {
        return ok(as(Who.SENDER).get(path(transfer) + "/progress"), 200).asString();
    }

    /** Ends a transfer that may have ended already. */
    void end(UUID transfer) {
        assertThat(as(Who.SENDER).delete(path(transfer)).statusCode()).isIn(204, 409, 410);
    }

    private static Response ok(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        return response;
    }
}
