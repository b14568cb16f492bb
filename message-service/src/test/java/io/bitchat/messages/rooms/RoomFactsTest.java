package io.bitchat.messages.rooms;

import static io.bitchat.messages.rooms.RoomClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMember;
import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.RealServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What happens to transfers is told to those who have no link, and parties get a link by themselves. */
@QuarkusTest
@RealServers
@WithTestResource(RoomServicePort.class)
class RoomFactsTest extends RoomFixture {
    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    @Inject
    RunningTransfersList list;

    @Inject
    KnownTransfers known;

    private final String bob = "bob" + suffix;
    private final String carol = "carol" + suffix;
    private final String id = transfer.toString();

    private void publish(Event event) {
        producer.send(codec.encode(event, TraceContext.start())).join();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private TransferEvent.Offered offered() {
        return new TransferEvent.Offered(
                id,
                now(),
                room,
                alice,
                null,
                "a.pdf",
                "application/pdf",
                10,
                3,
                4,
                false,
                now(),
                List.of(alice, bob, carol));
    }

    private TransferEvent.Accepted accepted() {
        return new TransferEvent.Accepted(id, now(), room, alice, bob, false);
    }

    private TransferEvent.Progressed progressed(int chunks, Instant at) {
        return new TransferEvent.Progressed(
                id, at, room, alice, "active", chunks, chunks, 4, 25.0 * chunks, 3, List.of(), null);
    }

    private TransferEvent.Cancelled cancelled() {
        return new TransferEvent.Cancelled(id, now(), room, alice, "enough");
    }

    @Test
    void eachFactIsToldToThoseItIsFor() throws Exception {
        try (var sender = open(alice);
                var receiver = open(bob);
                var observer = open(carol);
                var stranger = open("dave" + suffix)) {
            far.refusing.put(room, 403); // nobody gets a link
            publish(offered());
            for (var client : List.of(receiver, observer)) {
                var offer = client.json();
                assertThat(offer.path("type").asText()).isEqualTo("file-share-offer");
                assertThat(offer.path("sender_id").asText()).isEqualTo(alice);
                assertThat(offer.path("total_chunks").asInt()).isEqualTo(4);
            }
            publish(new TransferEvent.Rejected(id, now(), room, alice, carol, "no space"));
            assertThat(sender.json().path("reason").asText()).isEqualTo("no space");
            publish(accepted());
            assertThat(sender.json().path("type").asText()).isEqualTo("file-share-accept");
            publish(new TransferEvent.Paused(id, now(), room, alice, bob));
            publish(progressed(1, now().minusSeconds(30)));
            publish(progressed(2, now()));
            publish(cancelled());
            for (var client : List.of(sender, receiver, observer)) {
                assertThat(client.json().path("chunks_received").asInt()).isEqualTo(2);
                assertThat(client.json().path("type").asText()).isEqualTo("file-share-cancel");
                assertThat(client.isQuiet()).isTrue();
            }
            assertThat(stranger.isQuiet()).isTrue();
        }
    }

    /** Those get it from the far end, in its order. */
    @Test
    void whoHasALinkIsNotToldTwice() throws Exception {
        try (var linked = open(bob);
                var other = open(bob);
                var elsewhere = open(carol)) {
            linked.say(frame("join-room", room, transfer));
            elsewhere.say(frame("join-room", "another" + room, transfer));
            for (int i = 0; i < 2; i++) far.link().say("{\"type\":\"room-state\"}");
            assertThat(linked.json().path("type").asText()).isEqualTo("room-state");
            assertThat(elsewhere.json().path("type").asText()).isEqualTo("room-state");
            var opened = now();
            await().until(() -> now().isAfter(opened));

            publish(offered());
            publish(cancelled());

            for (var client : List.of(other, elsewhere)) {
                assertThat(client.json().path("type").asText()).isEqualTo("file-share-offer");
                assertThat(client.json().path("type").asText()).isEqualTo("file-share-cancel");
            }
            assertThat(linked.isQuiet()).isTrue();
        }
    }

    @Test
    void whoeverAcceptsElsewhereGetsALink() throws Exception {
        try (var sender = open(alice);
                var receiver = open(bob);
                var observer = open(carol)) {
            publish(offered());
            observer.next();
            receiver.next();
            publish(accepted());

            var peers = Stream.of(far.link(), far.link()).map(link -> link.peer).toList();
            assertThat(peers).containsExactlyInAnyOrder(alice, bob);
            assertThat(far.opened).isEmpty();
            assertThat(sender.json().path("type").asText()).isEqualTo("file-share-accept");
            assertThat(receiver.isQuiet()).isTrue();
        }
        publish(cancelled());
    }

    @Test
    void aPartyThatComesBackGetsALink() throws Exception {
        publish(offered());
        publish(accepted());
        await().until(() -> known.isParty(bob, room));
        try (var receiver = open(bob);
                var observer = open(carol)) {
            var link = far.link();
            assertThat(link.peer).isEqualTo(bob);
            assertThat(link.room).isEqualTo(room);
            // what breaks is opened again, for it takes part
            link.close(1011);
            var again = far.link();
            assertThat(again.peer).isEqualTo(bob);
            again.say(frame("file-share-resume", room, transfer));
            assertThat(receiver.json().path("type").asText()).isEqualTo("file-share-resume");

            publish(cancelled());
            await().until(() -> !known.isParty(bob, room));
            again.close(1011);
            assertThat(observer.json().path("type").asText()).isEqualTo("file-share-cancel");
        }
        try (var later = open(bob)) {
            assertThat(later.isQuiet()).isTrue();
            assertThat(far.attempts.get()).isEqualTo(2);
        }
    }

    @Test
    void whoIsNoMemberAnyMoreIsToldNothing() throws Exception {
        try (var member = open(bob);
                var removed = open(carol)) {
            publish(offered());
            member.next();
            removed.next();
            publish(new GroupEvent.MemberLeft(
                    room,
                    now(),
                    2,
                    "name",
                    null,
                    alice,
                    true,
                    carol,
                    "removed",
                    List.of(new GroupMember(alice, "admin"), new GroupMember(bob, "member"))));
            // the topics have no common order
            await().until(() -> !known.heard(progressed(0, now())).contains(carol));

            publish(progressed(1, now()));
            publish(cancelled());

            assertThat(member.json().path("type").asText()).isEqualTo("file-share-progress");
            assertThat(member.json().path("type").asText()).isEqualTo("file-share-cancel");
            assertThat(removed.isQuiet()).isTrue();
        }
    }

    @Test
    void whatRanBeforeTheStartIsKnown() throws Exception {
        far.running.add(listed(UUID.randomUUID(), "other" + room, List.of(carol)));
        far.running.add(listed(transfer, room, List.of(alice, bob)));
        try (var sender = open(alice)) {
            list.start(null);

            var link = far.link();
            assertThat(link.peer).isEqualTo(alice);
            assertThat(link.room).isEqualTo(room);
            assertThat(known.isParty(carol, "other" + room)).isTrue();
            assertThat(sender.isQuiet()).isTrue();
        }
    }

    @Test
    void theListIsReadAgainUntilItIsThere() {
        far.close();
        list.start(null);
        far = new FarEnd(config.url());
        far.running.add(listed(transfer, room, List.of(alice)));

        await().atMost(Duration.ofSeconds(20)).until(() -> known.isParty(alice, room));
    }

    private JsonObject listed(UUID transferId, String roomId, List<String> parties) {
        return new JsonObject()
                .put("transfer_id", transferId.toString())
                .put("room_id", roomId)
                .put("sender_id", parties.getFirst())
                .put("parties", new JsonArray(parties))
                .put("participants", new JsonArray(List.of(alice, bob, carol)));
    }
}
