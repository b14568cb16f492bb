package io.bitchat.edge.mesh;

import static io.bitchat.edge.mesh.Member.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.edge.mesh.pin.PinFile;
import io.bitchat.lan.wire.PeerId;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is started again knows the keys of its peers. */
class KeptKeysTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final PeerId BOB = new PeerId("bob");

    private final Vertx vertx = Vertx.vertx();
    private final Member alice = Member.secured("alice");

    @TempDir
    private Path folder;

    private InetSocketAddress group;

    @BeforeEach
    void chooseGroup() throws Exception {
        group = OwnGroup.fresh();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private PinFile pins() throws IOException {
        return PinFile.open(folder.resolve("pins.db"));
    }

    private void awaitLink() {
        await().atMost(SOON).until(() -> alice.links() == 1);
    }

    @Test
    void afterARestartAnotherKeyIsRefusedUntilTheFirstIsForgotten() throws Exception {
        var first = Member.secured("bob").start(vertx, group, "bob");
        try (var pins = pins()) {
            alice.start(vertx, group, pins);
            awaitLink();
            alice.node.close();
        }
        first.node.close();

        var second = Member.secured("bob").start(vertx, group, "bob");
        try (var pins = pins()) {
            assertThat(pins.known()).containsEntry(BOB, first.identity.keys().publicKey());
            alice.start(vertx, group, pins);
            await().atMost(SOON).until(() -> of(alice.node.refusedKeys()).size() == 1);
            assertThat(of(alice.node.refusedKeys()).getFirst().shown())
                    .isEqualTo(second.identity.keys().publicKey());
            assertThat(of(alice.node.peers())).isEmpty();

            of(alice.node.forget(BOB));

            awaitLink();
            assertThat(of(alice.node.refusedKeys())).isEmpty();
            alice.node.close();
        }
        second.node.close();
        try (var pins = pins()) {
            assertThat(pins.known()).containsEntry(BOB, second.identity.keys().publicKey());
        }
    }
}
