package io.bitchat.bench.clients;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** What one client does endlessly with its connection. The protocol permits each of these. */
public enum ClientAttack {
    /** A request head that never ends. */
    SLOW_HEAD("slow head") {
        @Override
        void begin(Slot slot) {
            slot.write("GET /api/bitchat/stats HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
            slot.every(SECOND, () -> slot.write("x"));
        }
    },
    /** A request body that never ends. */
    SLOW_BODY("slow body") {
        @Override
        void begin(Slot slot) {
            slot.write(send(1_000) + "{");
            slot.every(SECOND, () -> slot.write(" "));
        }
    },
    /** A download read at a few kilobytes per second. */
    SLOW_READER("slow reader") {
        @Override
        void begin(Slot slot) {
            slot.stopReading();
            slot.write("GET " + slot.target().file() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            slot.every(SECOND, slot::readSome);
        }
    },
    /** A WebSocket that sends nothing. */
    IDLE_SOCKET("idle socket") {
        @Override
        void begin(Slot slot) {
            slot.write(upgrade(slot.peer()));
        }
    },
    /** A WebSocket that is not read, of a peer that gets messages. */
    UNREAD_SOCKET("unread socket") {
        @Override
        void begin(Slot slot) {
            slot.write(upgrade(slot.peer()));
            slot.every(SECOND, slot::stopReading);
        }
    },
    /** Two pings a second. */
    ENDLESS_PING("endless ping") {
        @Override
        void begin(Slot slot) {
            slot.write(upgrade(slot.peer()));
            slot.every(SECOND / 2, () -> slot.write(PING));
        }
    },
    /** Upgrades that the service refuses, repeated on one keep-alive connection. */
    REFUSED_UPGRADE("refused upgrade") {
        @Override
        void begin(Slot slot) {
            slot.write(upgrade(NOBODY));
            slot.every(2 * SECOND, () -> slot.write(upgrade(NOBODY)));
        }
    },
    /** Complete and partial requests, reset within 50 ms. */
    RESET("reset") {
        @Override
        void begin(Slot slot) {
            boolean whole = ThreadLocalRandom.current().nextBoolean();
            slot.write(send(BODY.length()) + (whole ? BODY : BODY.substring(0, 10)));
            slot.every(1 + ThreadLocalRandom.current().nextInt(50), slot::reset);
        }
    };

    private static final int SECOND = 1_000;
    private static final String BODY =
            "{\"from_peer_id\":\"bench-attacker-a\",\"to_peer_id\":\"bench-attacker-b\",\"content\":\"reset\"}";
    /** An invalid peer id: longer than 128 characters. */
    private static final String NOBODY = "x".repeat(200);

    private static final String PING = ping();

    private final String title;

    ClientAttack(String title) {
        this.title = title;
    }

    /** The name in reports. */
    public String title() {
        return title;
    }

    abstract void begin(Slot slot);

    private static String send(int length) {
        return "POST /api/bitchat/messages/send HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + length + "\r\n\r\n";
    }

    private static String upgrade(String peer) {
        return "GET /api/bitchat/ws/" + peer + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }

    /** A text frame, masked with zeros (RFC 6455 5.2). */
    private static String ping() {
        byte[] text = "{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);
        return "\u0081" + (char) (0x80 | text.length) + "\0\0\0\0" + new String(text, StandardCharsets.US_ASCII);
    }
}
