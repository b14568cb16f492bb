package io.bitchat.messages;

import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames on the wire that no correct client sends (RFC 6455). */
@QuarkusTest
@RealServers
class SocketWireTest {
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String PONG = "{\"type\":\"pong\"}";
    private static final int TEXT = 1;
    private static final int CONTINUATION = 0;
    private static final int FIN = 0x80;
    private static final int CLOSE = 8;

    @Test
    void aMessageThatBeginsWithAnEmptyFrameIsAnswered() throws IOException {
        try (var socket = RawSocket.open(someone("raw"))) {
            socket.frame(TEXT, new byte[0]);
            socket.frame(FIN | CONTINUATION, PING.getBytes(StandardCharsets.UTF_8));
            assertThat(socket.text()).isEqualTo(PONG);

            socket.frame(FIN | TEXT, PING.getBytes(StandardCharsets.UTF_8));
            assertThat(socket.text()).isEqualTo(PONG);
        }
    }

    /** So does a client that the gateway has told to connect again. */
    @Test
    void aPeerWhoseSocketIsClosedForARestartIsNotShownAsOffline() throws IOException {
        var restarted = someone("restarted");
        var gone = someone("gone");
        try (var first = RawSocket.open(restarted);
                var second = RawSocket.open(gone)) {
            Heard.about(PresenceEvent.TOPIC, restarted, 1);
            Heard.about(PresenceEvent.TOPIC, gone, 1);

            first.frame(FIN | CLOSE, new byte[] {0x03, (byte) 0xf4});
            second.frame(FIN | CLOSE, new byte[] {0x03, (byte) 0xe8});

            assertThat(first.next().closeCode()).isEqualTo(1012);
            assertThat(second.next().closeCode()).isEqualTo(1000);
        }
        SocketDrainTest.awaitShortLease(restarted);
        assertThat(Heard.about(PresenceEvent.TOPIC, gone, 2))
                .extracting(Heard.Fact::type)
                .endsWith("offline");
    }

    @Test
    void aControlFrameMayComeBetweenTheFramesOfAMessage() throws IOException {
        try (var socket = RawSocket.open(someone("raw"))) {
            socket.frame(TEXT, "{\"type\":".getBytes(StandardCharsets.UTF_8));
            socket.frame(FIN | 9, "hi".getBytes(StandardCharsets.UTF_8));
            socket.frame(FIN | CONTINUATION, "\"ping\"}".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.next().opcode()).isEqualTo(10);
            assertThat(socket.text()).isEqualTo(PONG);
        }
    }

    /** First byte of the frame, payload, close code. */
    @ParameterizedTest
    @CsvSource({
        "81, 7B22FF, 1007", // never part of UTF-8
        "81, C0AF, 1007", // overlong encoding
        "81, EDA080, 1007", // surrogate
        "C1, 7B7D, 1002", // reserved bit without an extension
        "A1, 7B7D, 1002",
        "91, 7B7D, 1002",
        "80, 7B7D, 1002", // continuation without a beginning
        "83, 7B7D, 1002", // unknown opcode
        "8B, 7B7D, 1002",
        "09, 7B7D, 1002", // fragmented control frame
    })
    void whoBreaksTheProtocolIsToldSo(String first, String payload, int code) throws IOException {
        try (var socket = RawSocket.open(someone("raw"))) {
            socket.frame(Integer.parseInt(first, 16), HexFormat.of().parseHex(payload));
            var close = socket.next();
            assertThat(close.opcode()).isEqualTo(CLOSE);
            assertThat(close.closeCode()).isEqualTo(code);
        }
    }

    @Test
    void aFrameThatIsNotMaskedIsRefused() throws IOException {
        try (var socket = RawSocket.open(someone("raw"))) {
            socket.unmasked(FIN | TEXT, PING.getBytes(StandardCharsets.UTF_8));
            assertThat(socket.next().closeCode()).isEqualTo(1002);
        }
    }

    /** Otherwise a close frame could fill the disk with stack traces. */
    @Test
    void aGoodbyeIsAnsweredAndNoFault() throws IOException {
        var faults = new ConcurrentLinkedQueue<String>();
        var listening = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                if (entry.getLevel().intValue() >= Level.WARNING.intValue()) faults.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var root = Logger.getLogger("");
        root.addHandler(listening);
        try (var socket = RawSocket.open(someone("raw"))) {
            socket.frame(FIN | CLOSE, new byte[] {3, (byte) 0xE8});

            assertThat(socket.next().opcode()).isEqualTo(CLOSE);
        } finally {
            root.removeHandler(listening);
        }
        assertThat(faults).isEmpty();
    }

    /** While the client does not read, it gets no answers and no backlog builds up; then it gets them all, in order. */
    @Test
    void whoAsksWithoutReadingIsNotReadEither() throws Exception {
        var bob = someone("bob");
        try (var socket = RawSocket.open(bob)) {
            var asked = new java.util.concurrent.atomic.AtomicInteger();
            var flood = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int i = 0; i < 3_000_000; i++) {
                        socket.frame(FIN | TEXT, PING.getBytes(StandardCharsets.UTF_8));
                        asked.incrementAndGet();
                    }
                } catch (IOException _) {
                    // closed at the end of the test
                }
            });
            // the flood stops once the buffers of both sides are full
            int before;
            do {
                before = asked.get();
                flood.join(java.time.Duration.ofSeconds(2));
            } while (asked.get() != before);
            assertThat(flood.isAlive())
                    .as("a client that never reads is held back")
                    .isTrue();

            try (var other = TestSocket.open(someone("carol"))) {
                assertThat(other.isQuiet()).isTrue();
            }
            var frames = new ArrayList<String>();
            while (frames.size() < 1_000) frames.add(socket.text());
            assertThat(frames).containsOnly(PONG);
        }
    }

    @Test
    void socketsOfOnePeerAreLimited() throws Exception {
        var bob = someone("bob");
        var open = new ArrayList<TestSocket>();
        try {
            for (int i = 0; i < 100; i++) open.add(TestSocket.open(bob));
            assertThat(TestSocket.refusal(bob, "")).isEqualTo(429);
            open.removeLast().close();
            org.awaitility.Awaitility.await().until(() -> opened(bob, open));
            send(someone("alice"), bob, "to all");
            assertThat(open.getFirst().messages(1)).containsExactly("to all");
        } finally {
            for (var socket : open) socket.close();
        }
    }

    @Test
    void whoHangsUpWhileItIsLetInKeepsNoPlace() throws Exception {
        var bob = someone("bob");
        var upgrade = ("GET /api/bitchat/ws/" + bob + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 300; i++) {
            try (var socket = new Socket("localhost", RestAssured.port)) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream().write(upgrade);
            }
        }

        var open = new ArrayList<TestSocket>();
        try {
            for (int i = 0; i < 100; i++) {
                org.awaitility.Awaitility.await().until(() -> opened(bob, open));
            }
            assertThat(TestSocket.refusal(bob, "")).isEqualTo(429);
        } finally {
            for (var socket : open) socket.close();
        }
    }

    private static boolean opened(String peer, java.util.List<TestSocket> open) {
        try {
            return open.add(TestSocket.open(peer));
        } catch (java.util.concurrent.CompletionException _) {
            return false;
        }
    }

    @Test
    void aRequestThatIsNoUpgradeIsToldWhatIsMissing() {
        Api.get("/ws/" + someone("bob")).statusCode(426).header("Upgrade", "websocket");
    }
}
