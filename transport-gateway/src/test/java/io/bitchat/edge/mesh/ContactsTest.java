package io.bitchat.edge.mesh;

import static io.bitchat.edge.mesh.Member.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.lan.Count;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.registry.Peer;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes in different multicast groups, which hear nothing of each other until one knows the address of the other. */
class ContactsTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<Member> members = new ArrayList<>();

    @AfterEach
    void stop() {
        members.forEach(member -> member.node.close());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Member start(Member member, int... contacts) throws Exception {
        var addresses = new ArrayList<Endpoint>();
        for (int port : contacts) addresses.add(new Endpoint(Ipv4.of("127.0.0.1"), port));
        members.add(member.start(vertx, OwnGroup.fresh(), member.id, addresses));
        return member;
    }

    private static void awaitLinks(Peer.Connection expected, Member... linked) {
        for (var member : linked)
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(member.connections()).containsExactly(expected));
    }

    @Test
    void aContactIsFoundAndBothChat() throws Exception {
        var bob = start(Member.plain("bob"));
        var alice = start(Member.plain("alice"), bob.node.port());

        awaitLinks(Peer.Connection.PLAIN, alice, bob);
        alice.say("hello");
        bob.say("hello yourself");

        await().atMost(SOON).until(() -> bob.shown.contains("hello") && alice.shown.contains("hello yourself"));
    }

    @Test
    void theLinkToAContactThatEncryptsIsEncrypted() throws Exception {
        var bob = start(Member.secured("bob"));
        var alice = start(Member.secured("alice"), bob.node.port());

        awaitLinks(Peer.Connection.SECURED, alice, bob);
    }

    @Test
    void aContactMayComeLater() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var alice = start(Member.plain("alice"), port);
        await().atMost(SOON).until(() -> of(alice.node.counted(Count.DIALS)) > 0);

        var bob = Member.plain("bob");
        members.add(bob.startOn(vertx, OwnGroup.fresh(), port));

        awaitLinks(Peer.Connection.PLAIN, alice, bob);
    }
}
