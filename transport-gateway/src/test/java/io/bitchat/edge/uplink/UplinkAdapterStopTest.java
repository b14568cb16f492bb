package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.edge.ConcurrentTest;
import io.bitchat.edge.adapter.SendResult;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stopped uplink leaves behind: nothing. */
class UplinkAdapterStopTest extends UplinkAdapterFixture {
    /** Longer than the first pause before another attempt. */
    private static final Duration A_WHILE = Duration.ofMillis(600);

    private static final int TIMES = Boolean.getBoolean("bitchat.full") ? 100 : 20;

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @ValueSource(strings = {SuiteServer.REGISTER, SuiteServer.CHALLENGE, SuiteServer.TOKEN, SuiteServer.UPLINK})
    void aStopDuringTheLoginLeavesNothing(String stage) throws Exception {
        suite.refusals.put(stage, 0);
        start();
        soon().until(() -> suite.calls(stage) == 1);

        ChannelPair.of(adapter.stop());
        assertNothingIsLeft();
    }

    @ConcurrentTest
    void aStopBeforeTheHelloLeavesNothing() throws Exception {
        suite.welcomes = false;
        start();
        soon().until(() -> suite.sockets.size() == 1);

        ChannelPair.of(adapter.stop());
        assertNothingIsLeft();
        assertThat(node.availability).isEmpty();
    }

    @ConcurrentTest
    void aStopDuringAPauseLeavesNothing() throws Exception {
        suite.refusals.put(SuiteServer.REGISTER, 503);
        start();
        soon().until(() -> suite.calls.size() == 2);

        ChannelPair.of(adapter.stop());
        suite.refusals.clear();
        assertNothingIsLeft();
    }

    @ConcurrentTest
    void aStopEndsWhatIsInFlightAndSaysGoodbye() throws Exception {
        join();
        var sent = adapter.send(message("m1"), null);
        ChannelPair.of(adapter.stop());

        assertThat(node.availability).containsExactly(true, false);
        assertThat(node.observed).containsExactly(true, false);
        assertThat(ChannelPair.of(sent)).isInstanceOf(SendResult.Failed.class);
        soon().until(() -> suite.socket().closeStatusCode() != null);
        assertThat(suite.socket().closeStatusCode()).isEqualTo((short) 1_001);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        soon().until(() -> suite.connections.get() == 0);
        int calls = suite.calls.size();
        await().during(A_WHILE).atMost(A_WHILE.plusSeconds(5)).until(() -> suite.calls.size() == calls);
        assertThat(suite.connections).hasValue(0);
        assertThat(adapter.isAvailable()).isFalse();
        assertThat(why().reason()).isEqualTo("stopped");
    }

    @ConcurrentTest
    void manyStartsAndStopsLeaveNothing() throws Exception {
        var stopped = new ArrayList<WeakReference<UplinkAdapter>>();
        for (int i = 0; i < TIMES; i++) {
            if (i % 10 == 0) {
                adapter = adapter(suite.address());
                stopped.add(new WeakReference<>(adapter));
            }
            if (i % 2 == 0) join();
            else start();
            ChannelPair.of(adapter.stop());
        }
        adapter = adapter(suite.address());

        soon().until(() -> suite.connections.get() == 0);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            System.gc();
            assertThat(stopped).allMatch(one -> one.refersTo(null));
        });
        // who is stopped at once may have joined before
        assertThat(node.availability).hasSizeBetween(TIMES, 2 * TIMES);
        for (int i = 0; i < node.availability.size(); i++) {
            assertThat(node.availability.get(i)).as("change " + i).isEqualTo(i % 2 == 0);
        }
        assertThat(node.availability.getLast()).isFalse();
    }

    @ConcurrentTest
    void aSecondStartLeavesOneSocket() throws Exception {
        join();
        join();
        soon().until(() -> suite.sockets.size() == 2 && adapter.isAvailable());

        soon().until(() -> suite.sockets.getFirst().isClosed());
        assertThat(suite.sockets.getLast().isClosed()).isFalse();
    }
}
