package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.edge.ConcurrentTest;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** When the other side of a channel is taken for lost, and when it is not. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UplinkChannelLossTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Longer than the time in which a ping is answered. */
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private static Vertx vertx;

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close();
    }

    private static void carry(ChannelPair pair, String id) {
        var key = new MessageKey("alice", id, "bob");
        pair.channel.carry(Message.of(key, Bytes.copyOf(new byte[10]), Instant.EPOCH), null);
    }

    private static void assertNoticedSoon(String what, ChannelPair pair) {
        long began = System.nanoTime();
        carry(pair, "m1");
        await().pollInterval(5, TimeUnit.MILLISECONDS).atMost(SOON).until(() -> pair.closes.get() > 0);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        System.out.println(what + " was noticed after " + millis + " ms");
        assertThat(millis).isLessThan(5_000);
        assertThat(pair.channel.isOpen()).isFalse();
        assertThat(pair.channel.unanswered()).isZero();
    }

    @ConcurrentTest
    void aPeerThatReadsNoMoreIsNoticed() throws Exception {
        try (var pair = new ChannelPair(vertx)) {
            pair.other.pause();
            // it answers pings as long as it reads, which it does until its buffer is full
            for (int i = 0; i < 200; i++) carry(pair, "m" + i);
            assertNoticedSoon("a paused socket", pair);
        }
    }

    @ConcurrentTest
    void aLineThatLosesAllIsNoticedWhileAMessageIsInFlight() throws Exception {
        try (var relay = new SwallowingRelay();
                var pair = new ChannelPair(vertx, relay)) {
            relay.swallow();
            assertNoticedSoon("a line that loses all", pair);
        }
    }

    @ConcurrentTest
    void anIdleChannelOverALineThatLosesAllStaysOpen() throws Exception {
        try (var relay = new SwallowingRelay();
                var pair = new ChannelPair(vertx, relay)) {
            relay.swallow();
            await().during(A_WHILE).atMost(SOON).until(pair.channel::isOpen);
        }
    }

    @ConcurrentTest
    void aPeerThatAnswersPingsIsNotLostHoweverLongAResultTakes() throws Exception {
        try (var pair = new ChannelPair(vertx)) {
            carry(pair, "m1");
            await().during(A_WHILE).atMost(SOON).until(pair.channel::isOpen);
            assertThat(pair.channel.unanswered()).isEqualTo(1);
        }
    }
}
