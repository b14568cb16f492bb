package io.bitchat.edge.mesh;

import static io.bitchat.edge.mesh.Member.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.lan.Effect;
import io.bitchat.lan.Event;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several nodes on the loopback interface, in a group of their own. */
class LanNodeTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Member> members = new ArrayList<>();
    private InetSocketAddress group;

    @BeforeEach
    void chooseGroup() throws Exception {
        group = OwnGroup.fresh();
    }

    @AfterEach
    void stop() {
        members.forEach(member -> member.node.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Member start(String nick) throws Exception {
        var member = Member.plain(UUID.randomUUID().toString()).start(vertx, group, nick);
        members.add(member);
        return member;
    }

    private void awaitMesh() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            for (var member : members) assertThat(of(member.node.links())).isEqualTo(members.size() - 1);
        });
    }

    @Test
    void nodesFindEachOtherAndHaveOneLinkForEachPair() throws Exception {
        for (int i = 0; i < 5; i++) start("n" + i);

        awaitMesh();

        assertThat(of(members.getFirst().node.peers()))
                .extracting(peer -> peer.profile().nick())
                .containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
        var first = members.get(0);
        var second = members.get(1);
        assertThat(order(first, second.id)).isEqualTo(order(second, first.id));
    }

    @Test
    void aLineReachesAllAndAPrivateOneItsReceiverOnly() throws Exception {
        var alice = start("alice");
        var bob = start("bob");
        var carol = start("carol");
        awaitMesh();

        assertThat(of(alice.node.say(Target.GENERAL, "hello all"))).isInstanceOf(Said.Accepted.class);
        assertThat(of(alice.node.say(Target.to(new PeerId(bob.id)), "hello bob")))
                .isInstanceOf(Said.Accepted.class);
        assertThat(of(alice.node.say(Target.GENERAL, "bye"))).isInstanceOf(Said.Accepted.class);

        await().atMost(Duration.ofSeconds(10)).until(() -> bob.shown.size() == 3 && carol.shown.size() == 2);
        assertThat(carol.shown).containsExactly("hello all", "bye");
        assertThat(bob.shown).containsExactlyInAnyOrder("hello all", "hello bob", "bye");
    }

    @Test
    void roomsNamesAndStatusReachTheOthers() throws Exception {
        var alice = start("alice");
        var bob = start("bob");
        awaitMesh();

        assertThat(of(alice.node.rename("alicia"))).isEmpty();
        assertThat(of(alice.node.changeStatus("away"))).isEmpty();
        assertThat(of(alice.node.join("#dev"))).isEmpty();
        assertThat(of(alice.node.join("no room"))).contains(Effect.Rejection.BAD_NAME);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(of(bob.node.peers()).getFirst().profile())
                        .isEqualTo(new Profile("alicia", "away", List.of("general", "dev"))));
        of(bob.node.say(new Target("dev"), "bob is not in that room, and may speak to it"));
        of(alice.node.say(new Target("dev"), "heard in dev"));
        of(alice.node.say(Target.GENERAL, "heard in general"));
        await().atMost(Duration.ofSeconds(5)).until(() -> bob.shown.contains("heard in general"));
        assertThat(bob.shown).doesNotContain("heard in dev");
    }

    @Test
    void whoLeavesIsGoneAtOnceAndMayComeBack() throws Exception {
        var alice = start("alice");
        var bob = start("bob");
        awaitMesh();

        bob.node.close();
        members.remove(bob);
        await().atMost(Duration.ofSeconds(1)).until(() -> left(alice).size() == 1);
        assertThat(left(alice).getFirst().said()).isTrue();

        start("bob");
        awaitMesh();
        assertThat(of(alice.node.peers())).hasSize(1);
    }

    private static List<Event.PeerLeft> left(Member member) {
        return member.events.stream()
                .filter(Event.PeerLeft.class::isInstance)
                .map(Event.PeerLeft.class::cast)
                .toList();
    }

    /** The peers as a node lists them, without one. */
    private static List<String> order(Member member, String without) throws Exception {
        return of(member.node.peers()).stream()
                .map(peer -> peer.id().value())
                .filter(id -> !id.equals(without))
                .toList();
    }
}
