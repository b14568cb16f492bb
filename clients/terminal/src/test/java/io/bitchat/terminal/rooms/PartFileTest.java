package io.bitchat.terminal.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitchat.crypto.Sha256;
import io.bitchat.rooms.Chunking;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {
    private static final JsonObject BOB = new JsonObject().put("peer", "bob");

    @TempDir
    Path folder;

    private final byte[] content = new byte[1_050];

    PartFileTest() {
        new Random(1).nextBytes(content);
    }

    private static Offer offer(String filename) {
        return new Offer(UUID.randomUUID(), "room", "alice", "bob", filename, new Chunking(1_050, 100));
    }

    private void write(PartFile part, int from, int to) throws IOException {
        for (int i = from; i < to; i++) part.write(i, ByteBuffer.wrap(chunk(i)));
    }

    private byte[] chunk(int index) {
        return Arrays.copyOfRange(content, index * 100, Math.min(content.length, index * 100 + 100));
    }

    private PartFile receive(Offer offer) throws IOException {
        return PartFile.create(offer, folder, BOB);
    }

    @Test
    void aCompleteFileGetsItsNameAndItsHash() throws IOException {
        var part = receive(offer("film.mkv"));
        assertThat(folder.resolve("film.mkv.part")).exists();
        write(part, 0, 11);
        var received = part.finish();

        assertThat(received.path()).isEqualTo(folder.resolve("film.mkv")).hasBinaryContent(content);
        assertThat(received.sha256()).isEqualTo(HexFormat.of().formatHex(Sha256.digest(content)));
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("part"));
    }

    @Test
    void aLaterRunGoesOnAfterTheLastWholeChunk() throws IOException {
        var offer = offer("film.mkv");
        try (var part = receive(offer)) {
            write(part, 0, 4);
        }
        Files.write(folder.resolve("film.mkv.part"), Arrays.copyOf(content, 473));

        var found = PartFile.unfinished(folder, BOB);
        assertThat(found).hasSize(1);
        var part = found.getFirst();
        assertThat(part.offer()).isEqualTo(offer);
        assertThat(part.chunks()).isEqualTo(4);
        write(part, 3, 11);
        var received = part.finish();
        assertThat(received.path()).hasBinaryContent(content);
        assertThat(received.sha256()).isEqualTo(HexFormat.of().formatHex(Sha256.digest(content)));
    }

    @Test
    void whatAnotherPeerOrRunReceivesIsLeftAlone() throws IOException {
        try (var _ = receive(offer("film.mkv"))) {
            assertThat(PartFile.unfinished(folder, BOB)).isEmpty();
        }
        assertThat(PartFile.unfinished(folder, new JsonObject().put("peer", "carol")))
                .isEmpty();
        Files.writeString(folder.resolve("other.part.json"), "no note");
        Files.writeString(folder.resolve("more.part.json"), "{\"owner\": 3}");
        for (var one : PartFile.unfinished(folder, BOB)) one.discard();
        assertThat(folder.resolve("film.mkv.part")).doesNotExist();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(folder.resolve("film.mkv"), "mine");
        var part = receive(offer("film.mkv"));
        Files.writeString(folder.resolve("film (1).mkv"), "mine, too");
        write(part, 0, 11);

        assertThat(part.finish().path().getFileName()).hasToString("film (1) (1).mkv");
        assertThat(folder.resolve("film.mkv")).hasContent("mine");
        assertThat(folder.resolve("film (1).mkv")).hasContent("mine, too");
    }

    @Test
    void aNameIsNoPath() throws IOException {
        for (var name : new String[] {"../../etc/passwd", "..", "/etc/passwd", "C:\\passwd", ".bashrc", ""}) {
            try (var part = receive(offer(name))) {
                assertThat(folder.resolve(part.name()).normalize().getParent()).isEqualTo(folder);
                assertThat(part.name()).doesNotStartWith(".").isNotEmpty();
            }
        }
    }

    @Test
    void chunksComeInOrder() throws IOException {
        var part = receive(offer("film.mkv"));
        write(part, 0, 1);
        assertThatThrownBy(() -> write(part, 2, 3)).isInstanceOf(IOException.class);
        part.discard();
        assertThat(folder).isEmptyDirectory();
    }
}
