package io.bitchat.groups.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.groups.Api;
import io.bitchat.groups.RealServers;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.Operation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages of a trusted site that cannot be stored do not block the group. */
@QuarkusTest
@RealServers
@TestProfile(TwoSites.class)
class SetAsideTest extends WithFarSite {
    private static final String POISON = "poison";
    private static final List<String> NOT_STORABLE = List.of(
            "{\"kind\":\"site\",\"at\":\"2026-01-01T00:00:00Z\",\"name\":\"x\"}",
            "{\"kind\":\"site\",\"at\":\"2026-01-01T00:00:00Z\",\"name\":\"x\",\"identity\":\"\\u0000\"}",
            "{\"kind\":\"site\",\"at\":\"2026-01-01T00:00:00Z\",\"name\":\"x\",\"identity\":\"nobody\"}",
            "{\"kind\":\"site\",\"at\":\"2026-01-01T00:00:00Z\",\"identity\":null}",
            "{\"kind\":\"site\"}",
            "{\"kind\":\"described\",\"at\":\"2026-01-01T00:00:00Z\",\"name\":\"x\\u0000\"}",
            "{\"kind\":\"described\",\"at\":\"2026-01-01T00:00:00Z\",\"name\":\"x\",\"description\":\"\\ud800\"}",
            "{\"kind\":\"added\",\"at\":\"2026-01-01T00:00:00Z\",\"peer_id\":\"a\\u0000\",\"role\":\"admin\"}",
            "{\"kind\":\"removed\",\"at\":\"2026-01-01T00:00:00Z\",\"peer_id\":\"a\",\"cut\":{}}",
            "{\"kind\":\"\\u0000\"}",
            "null",
            "[]");

    @AfterEach
    void refuseNothing() {
        rows.all("drop function if exists refuse_poison() cascade");
    }

    @Test
    void aChangeThatNobodyCanStoreHoldsUpNothing() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            var expected = new ArrayList<String>();
            for (var operation : NOT_STORABLE) {
                node.say(change(UUID.randomUUID().toString(), operation));
                node.say(text(bob, "after " + operation));
                expected.add("after " + operation);
            }

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(contents(group)).containsExactlyInAnyOrderElementsOf(expected));
            interrupt(group);
            node.say(text(bob, "after a new start"));
            await().atMost(PATIENCE).until(() -> contents(group).contains("after a new start"));
            Api.send(group, alice, "heard");
            await().atMost(PATIENCE).until(() -> node.contents().contains("heard"));
        }
    }

    @Test
    void whatTheDatabaseRefusesIsSetAsideAndTheRestIsStored() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        refusePoison();
        double before = metric("bitchat_gossip_set_aside_total");
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            for (int i = 0; i < 20; i++) node.say(i % 8 == 3 ? poison() : text(bob, "m" + i));
            Api.send(group, alice, "mine");
            var expected = IntStream.range(0, 20)
                    .filter(i -> i % 8 != 3)
                    .mapToObj(i -> "m" + i)
                    .toList();

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(contents(group))
                    .containsAll(expected)
                    .contains("mine")
                    .hasSize(18));
            assertThat(metric("bitchat_gossip_set_aside_total") - before).isEqualTo(3);
            interrupt(group);
            node.say(text(bob, "after"));
            await().atMost(PATIENCE).until(() -> contents(group).contains("after"));
            assertThat(metric("bitchat_gossip_set_aside_total") - before).isEqualTo(3);
            // other sites can still fetch it from here
            assertThat(rows.one("select count(*) from group_envelopes where group_id = $1", group)
                            .getLong(0))
                    .isGreaterThanOrEqualTo(23);
        }
    }

    @Test
    void aSiteThatSaysNothingElseHoldsUpNoOther() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        refusePoison();
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            for (int i = 0; i < 60; i++) node.say(i % 20 == 7 ? text(bob, "good " + i) : poison());
            node.say(change(new Operation.Described(Instant.now(), "Renamed", "")));

            await().atMost(PATIENCE)
                    .until(() ->
                            Api.get("/groups/" + group).extract().path("name").equals("Renamed"));
            assertThat(contents(group)).containsExactlyInAnyOrder("good 7", "good 27", "good 47");
            Api.send(group, alice, "mine");
            await().atMost(PATIENCE).until(() -> node.contents().contains("mine"));
        }
    }

    private void refusePoison() {
        rows.all("""
                create or replace function refuse_poison() returns trigger language plpgsql as $$
                begin
                    if new.encryption_algorithm = 'poison' then raise exception 'poison' using errcode = '22P05'; end if;
                    return new;
                end $$
                """);
        rows.all("create trigger refuse_poison before insert on group_messages"
                + " for each row execute function refuse_poison()");
    }

    private GroupPayload.Text poison() {
        var text = text(bob, "x");
        return new GroupPayload.Text(
                text.messageId(), null, bob, "x", POISON, null, text.sentAt(), text.orderedAt(), text.ttl(), 1);
    }

    private static byte[] change(String id, String operation) {
        var json = ("{\"id\":\"" + id + "\",\"operation\":" + operation + "}").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(6 + json.length)
                .put((byte) 1)
                .put((byte) 2)
                .putInt(json.length)
                .put(json)
                .array();
    }
}
