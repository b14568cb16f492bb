package io.bitchat.edge.mesh.pin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.registry.Keys;
import io.bitchat.lan.wire.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinFileTest {
    private static final PeerId BOB = new PeerId("bob");
    private static final PeerId CAROL = new PeerId("carol");

    @TempDir
    private Path folder;

    private final Ed25519PublicKey one = key(1);
    private final Ed25519PublicKey other = key(2);

    private static Ed25519PublicKey key(int seed) {
        return Ed25519KeyPair.generate(new SplittableRandom(seed)).publicKey();
    }

    private PinFile open() throws IOException {
        return PinFile.open(folder.resolve("pins.db"));
    }

    private static void awaitWritten(PinFile pins) throws Exception {
        pins.written().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void keysSurviveInTheirOrder() throws Exception {
        try (var pins = open()) {
            assertThat(pins.known()).isEmpty();
            pins.pinned(CAROL, other);
            pins.pinned(BOB, one);
        }
        try (var pins = open()) {
            assertThat(pins.known().entrySet().stream().toList())
                    .extracting(entry -> entry.getKey() + "=" + entry.getValue().equals(one))
                    .containsExactly("carol=false", "bob=true");
        }
    }

    @Test
    void whatIsForgottenIsForgottenOnTheDiskToo() throws Exception {
        try (var pins = open()) {
            pins.pinned(BOB, one);
            pins.pinned(CAROL, one);
            awaitWritten(pins);
            pins.dropped(BOB);
            pins.dropped(new PeerId("nobody"));
            pins.pinned(CAROL, other);
            awaitWritten(pins);
        }
        try (var pins = open()) {
            assertThat(pins.known()).containsOnlyKeys(CAROL).containsEntry(CAROL, other);
        }
    }

    /** A copy of the files is what a kill would leave. */
    @Test
    void whatIsWrittenNeedsNoOrderlyEnd() throws Exception {
        try (var pins = open()) {
            pins.pinned(BOB, one);
            awaitWritten(pins);
            for (var name : new String[] {"pins.db", "pins.db-wal"})
                Files.copy(
                        folder.resolve(name),
                        Files.createDirectories(folder.resolve("copy")).resolve(name));
        }
        try (var copy = PinFile.open(folder.resolve("copy").resolve("pins.db"))) {
            assertThat(copy.known()).containsEntry(BOB, one);
        }
    }

    @Test
    void theOldestMakesRoom() throws Exception {
        try (var pins = open()) {
            for (int i = 0; i <= Keys.REMEMBERED; i++) pins.pinned(new PeerId("p" + i), one);
        }
        try (var pins = open()) {
            assertThat(pins.known())
                    .hasSize(Keys.REMEMBERED)
                    .doesNotContainKey(new PeerId("p0"))
                    .containsKey(new PeerId("p" + Keys.REMEMBERED));
        }
    }

    @Test
    void aFileThatIsInUseOrDamagedIsRefusedByName() throws Exception {
        try (var pins = open()) {
            pins.pinned(BOB, one);
            awaitWritten(pins);
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("pins.db");
        }
        Files.writeString(folder.resolve("pins.db"), "no database ".repeat(1_000));
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("pins.db");
    }
}
