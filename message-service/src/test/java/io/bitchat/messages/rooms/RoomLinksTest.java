package io.bitchat.messages.rooms;

import static io.bitchat.messages.rooms.RoomClient.chunk;
import static io.bitchat.messages.rooms.RoomClient.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.messages.RealServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of rooms pass between a client and the far end of its link as they are. */
@QuarkusTest
@RealServers
@WithTestResource(RoomServicePort.class)
class RoomLinksTest extends RoomFixture {
    @Test
    void textAndChunksPassVerbatimBothWaysAndInOrder() throws Exception {
        try (var client = RoomClient.open(clients, alice, "Authorization", "Bearer some.token")) {
            var said = new ArrayList<Object>();
            said.add(frame("file-share-accept", room, transfer));
            for (int i = 0; i < 200; i++) {
                said.add(chunk(transfer, i, 1 + i * 300));
                said.add(frame("file-share-credit", room, transfer));
            }
            client.say((String) said.getFirst());
            var link = far.link();
            assertThat(link.room).isEqualTo(room);
            assertThat(link.peer).isEqualTo(alice);
            assertThat(link.device).isNotBlank();
            assertThat(link.headers.get("Authorization")).isEqualTo("Bearer some.token");
            assertThat(link.headers.get("X-Forwarded-For")).isEqualTo("127.0.0.1");
            assertThat(link.next()).isEqualTo(said.getFirst());
            var rest = said.subList(1, said.size());
            for (var one : rest) {
                if (one instanceof String text) client.say(text);
                else client.say((Buffer) one);
            }
            for (var one : rest) assertThat(link.next()).isEqualTo(one);

            for (var one : said) {
                if (one instanceof String text) link.say(text);
                else link.say((Buffer) one);
            }
            for (var one : said) assertThat(client.next()).isEqualTo(one);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-share-offer", "FILE_SHARE_OFFER", "join-room", "leave-room", "offer", "answer"})
    void everyFrameOfARoomOpensALink(String type) throws Exception {
        try (var client = open()) {
            client.say(frame(type, room, transfer));

            assertThat(far.link().next()).isEqualTo(frame(type, room, transfer));
        }
    }

    @Test
    void aChunkOfOneMebibyteMayComeInParts() throws Exception {
        try (var client = open()) {
            client.say(frame("file-share-accept", room, transfer));
            var link = far.link();
            link.next();
            var chunk = chunk(transfer, 7, 1 << 20);

            client.say(chunk, 100_000);
            assertThat(link.next()).isEqualTo(chunk);
            link.say(chunk);
            assertThat(client.next()).isEqualTo(chunk);

            client.say(chunk.copy().appendByte((byte) 0), 100_000);
            assertThat(client.json().path("code").asText()).isEqualTo("too_long");
            assertThat(client.isQuiet()).isTrue();
        }
    }

    @Test
    void aChunkWithoutALinkIsAnErrorAndTheSocketLives() throws Exception {
        try (var client = open()) {
            client.say(chunk(transfer, 0, 65_536));
            assertThat(client.json().path("code").asText()).isEqualTo("unknown_transfer");

            client.say(frame("join-room", room, transfer));
            far.link().next();
            client.say(chunk(UUID.randomUUID(), 0, 1));
            assertThat(client.json().path("code").asText()).isEqualTo("unknown_transfer");
            client.say(Buffer.buffer("no chunk, but longer than the header of one is, to be sure of the code"));
            assertThat(client.json().path("code").asText()).isEqualTo("unknown_kind");
            client.say(Buffer.buffer(new byte[] {0x11}));
            assertThat(client.json().path("code").asText()).isEqualTo("too_short");
            assertThat(client.isQuiet()).isTrue();
        }
    }

    @Test
    void whatTheFarEndMentionsIsKnownToo() throws Exception {
        try (var client = open()) {
            client.say(frame("join-room", room, UUID.randomUUID()));
            var link = far.link();
            link.next();
            link.say(frame("file-share-credit", room, transfer));
            client.next();
            var chunk = chunk(transfer, 0, 65_536);

            client.say(chunk);

            assertThat(link.next()).isEqualTo(chunk);
        }
    }

    @Test
    void aRefusalIsTold() throws Exception {
        far.refusing.put(room, 403);
        try (var client = open()) {
            client.say(frame("file-share-accept", room, transfer));

            var error = client.json();
            assertThat(error.path("type").asText()).isEqualTo("error");
            assertThat(error.path("code").asText()).isEqualTo("not_a_participant");
            assertThat(error.path("detail").asText()).isEqualTo("you are not in this room");
            assertThat(error.path("room_id").asText()).isEqualTo(room);
            assertThat(error.path("transfer_id").asText()).isEqualTo(transfer.toString());
            assertThat(client.isQuiet()).isTrue();

            far.refusing.clear();
            client.say(frame("file-share-accept", room, transfer));
            assertThat(far.link().next()).isEqualTo(frame("file-share-accept", room, transfer));
        }
    }

    @Test
    void anOutageIsTold() throws Exception {
        far.close();
        try (var client = open()) {
            client.say(frame("file-share-accept", room, transfer));

            assertThat(client.json().path("code").asText()).isEqualTo("rooms_unavailable");
            assertThat(client.isQuiet()).isTrue();
        } finally {
            far = new FarEnd(config.url());
        }
    }

    @Test
    void theSeventeenthRoomIsRefused() throws Exception {
        try (var client = open()) {
            for (int i = 0; i < 16; i++) {
                client.say(frame("join-room", room + i, transfer));
                far.link();
            }
            client.say(frame("join-room", room + 16, transfer));

            var error = client.json();
            assertThat(error.path("code").asText()).isEqualTo("too_many_rooms");
            assertThat(error.path("room_id").asText()).isEqualTo(room + 16);
            assertThat(far.open.get()).isEqualTo(16);
        }
    }

    @Test
    void aLinkClosesWithItsSocket() throws Exception {
        var client = open();
        client.say(frame("join-room", room, transfer));
        var link = far.link();

        client.close();

        await().atMost(Duration.ofSeconds(1)).until(() -> link.closed);
    }

    /** Those who have not joined, and take part in nothing, need no link; the next frame opens one. */
    @Test
    void aLinkThatBreaksIsOpenedAgainForWhoHasJoined() throws Exception {
        try (var joined = open();
                var other = RoomClient.open(clients, "bob-" + UUID.randomUUID())) {
            joined.say(frame("join-room", room, transfer));
            var first = far.link();
            other.say(frame("file-share-cancel", room, transfer));
            var second = far.link();
            first.next();

            second.close(1012);
            first.close(1012);

            var again = far.link();
            assertThat(again.peer).isEqualTo(alice);
            assertThat(again.device).isEqualTo(first.device);
            assertThat(again.next()).isEqualTo(frame("join-room", room, transfer));
            assertThat(far.opened).isEmpty();
            other.say(frame("file-share-cancel", room, transfer));
            assertThat(far.link().peer).isEqualTo(second.peer);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 4403})
    void aLinkThatIsClosedForGoodStaysClosed(int code) throws Exception {
        try (var client = open()) {
            client.say(frame("join-room", room, transfer));
            var link = far.link();
            link.next();

            link.close(code);

            await().until(() -> links() == 0);
            client.say(frame("file-share-accept", room, transfer));
            assertThat(far.link().next()).isEqualTo(frame("file-share-accept", room, transfer));
            assertThat(far.attempts.get()).isEqualTo(2);
        }
    }

    @Test
    void aFarEndThatRestartsGetsItsLinksBack() throws Exception {
        try (var client = open()) {
            client.say(frame("join-room", room, transfer));
            far.link().next();
            far.close();
            await().until(() -> links() == 0);
            client.say(frame("file-share-pause", room, transfer));
            assertThat(client.json().path("code").asText()).isEqualTo("rooms_unavailable");

            far = new FarEnd(config.url());

            var again = far.link();
            assertThat(again.next()).isEqualTo(frame("join-room", room, transfer));
            client.say(frame("file-share-resume", room, transfer));
            assertThat(again.next()).isEqualTo(frame("file-share-resume", room, transfer));
        }
    }

    /** As if its process were killed: the connection ends without a close frame. */
    @Test
    void aLinkWhoseFarEndDiesIsOpenedAgain() throws Exception {
        far.close();
        try (var client = open();
                var listening = new ServerSocket(config.url().getPort(), 1, InetAddress.getLoopbackAddress())) {
            client.say(frame("join-room", room, transfer));
            try (var connection = listening.accept()) {
                answerHandshake(connection);
                assertThat(connection.getInputStream().read())
                        .as("first byte of a text frame")
                        .isEqualTo(0x81);
                connection.setSoLinger(true, 0);
            }
            listening.close();
            far = new FarEnd(config.url());

            assertThat(far.link().next()).isEqualTo(frame("join-room", room, transfer));
            assertThat(client.isQuiet()).isTrue();
        }
    }

    private static void answerHandshake(Socket connection) throws Exception {
        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII), 1);
        var key = "";
        for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                key = line.substring(18).strip();
        }
        var accept = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        connection
                .getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(accept) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aFarEndThatDoesNotAnswerIsNotWaitedForLong() throws Exception {
        far.close();
        try (var client = open();
                var _ = new ServerSocket(config.url().getPort(), 1, InetAddress.getLoopbackAddress())) {
            client.say(frame("file-share-accept", room, transfer));

            assertThat(client.json().path("code").asText()).isEqualTo("rooms_unavailable");
            assertThat(client.isQuiet()).isTrue();
        } finally {
            far = new FarEnd(config.url());
        }
    }

    @Test
    void manySocketsLeaveNoLinkBehind() throws Exception {
        int rounds = Boolean.getBoolean("bitchat.full") ? 10 : 1;
        for (int round = 0; round < rounds; round++) {
            var open = new ArrayList<RoomClient>();
            for (int i = 0; i < 100; i++) {
                var client = RoomClient.open(clients, "peer-" + i + UUID.randomUUID());
                open.add(client);
                // every third socket closes while its link is being opened
                client.say(frame("join-room", room, transfer));
                if (i % 3 == 0) client.close();
            }
            await().until(() -> far.open.get() == 66);
            open.forEach(RoomClient::close);
            await().atMost(Duration.ofSeconds(5)).until(() -> far.open.get() == 0 && links() == 0);
        }
        assertThat(far.attempts.get()).isGreaterThanOrEqualTo(66 * rounds);
    }
}
