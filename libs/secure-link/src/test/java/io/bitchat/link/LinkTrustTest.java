package io.bitchat.link;

import static io.bitchat.link.Node.quick;
import static io.bitchat.link.Node.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkTrustTest {
    private final Vertx vertx = Vertx.vertx();
    private final Node stranger = Node.of(vertx, quick());

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aStrangerWhoDialsIsTurnedAwayUnheard() {
        var friend = Node.of(vertx, quick());
        var node = Node.trusting(vertx, LinkPolicy.only(Set.of(friend.identity.publicKey())));
        var server = node.listen();
        stranger.dial(server);
        until(() -> node.refused.contains(CloseReason.UNTRUSTED));

        friend.linkTo(server).send(new byte[] {1});

        until(() -> node.frames.size() == 1);
        assertThat(node.links).extracting(Link::remoteKey).containsExactly(friend.identity.publicKey());
    }

    @Test
    void aStrangerWhoIsDialedIsTurnedAwayAndLearnsNothing() {
        var node = Node.trusting(vertx, LinkPolicy.only(Set.of()));
        node.dial(stranger.listen());

        until(() -> node.refused.contains(CloseReason.UNTRUSTED));
        until(() -> stranger.refused.contains(CloseReason.REMOTE));
        assertThat(stranger.links).isEmpty();
        assertThat(node.links).isEmpty();
    }

    @Test
    void anotherThanTheExpectedIsTurnedAway() {
        var node = Node.of(vertx, quick());
        var expected = LinkIdentity.generate(Node.RANDOM).publicKey();
        node.endpoint.dial(Node.address(stranger.listen().port()), expected, node);

        until(() -> node.refused.contains(CloseReason.WRONG_PEER));
        assertThat(node.endpoint.metrics().opened()).isZero();
    }

    @Test
    void theExpectedIsWelcome() {
        var node = Node.of(vertx, quick());
        node.endpoint.dial(Node.address(stranger.listen().port()), stranger.identity.publicKey(), node);

        until(() -> node.links.size() == 1 && stranger.links.size() == 1);
    }

    @Test
    void noMoreLinksThanAllowedAreOpen() {
        var node = Node.of(vertx, quick().withServer(1, 16));
        var server = node.listen();
        stranger.linkTo(server);
        until(() -> node.links.size() == 1);
        Node.of(vertx, quick()).dial(server);

        until(() -> node.refused.contains(CloseReason.TOO_MANY_LINKS));
        assertThat(node.links).extracting(Link::remoteKey).containsExactly(stranger.identity.publicKey());
    }
}
