package io.bitchat.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.ConcurrentTest;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.transport.MessageKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The node's end of the uplink against a server that speaks as a suite does. */
class UplinkAdapterTest extends UplinkAdapterFixture {
    private Set<String> told() {
        var peers = new TreeSet<String>();
        for (var frame : suite.said(UplinkFrame.Peers.class)) {
            peers.addAll(frame.near());
            frame.gone().forEach(peers::remove);
        }
        return peers;
    }

    // --- joining

    @ConcurrentTest
    void registersGetsATokenAndOpensTheSocketInThisOrder() throws Exception {
        join();

        assertThat(suite.calls)
                .containsExactly(SuiteServer.REGISTER, SuiteServer.CHALLENGE, SuiteServer.TOKEN, SuiteServer.UPLINK);
        soon().until(() -> told().contains("roof"));
        assertThat(suite.said.getFirst()).isEqualTo(new UplinkFrame.Hello(UplinkFrame.VERSION, "roof"));
        soon().until(() -> node.availability.equals(List.of(true)));
        assertThat(node.observed).containsExactly(true);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @CsvSource({
        SuiteServer.REGISTER + ",403,suite_refused,the reason is 403",
        SuiteServer.REGISTER + ",404,suite_refused,the reason is 404",
        SuiteServer.REGISTER + ",503,suite_busy,503",
        SuiteServer.REGISTER + ",429,suite_busy,429",
        SuiteServer.CHALLENGE + ",409,suite_refused,the reason is 409",
        SuiteServer.TOKEN + ",410,suite_refused,the reason is 410",
        SuiteServer.UPLINK + ",401,no_edge_role,BITCHAT_IDENTITY_EDGE_NODES",
        SuiteServer.UPLINK + ",403,no_edge_role,BITCHAT_IDENTITY_EDGE_NODES",
        SuiteServer.UPLINK + ",404,no_uplink,older release",
        SuiteServer.UPLINK + ",503,suite_busy,503",
    })
    void aRefusalIsToldWithItsRemedyAndTriedAgain(String path, int status, String code, String remedy)
            throws Exception {
        suite.refusals.put(path, status);
        start();
        soon().until(() -> why().reason().equals(code));
        assertThat(why().remedy()).contains(remedy);

        suite.refusals.clear();
        soon().until(adapter::isAvailable);
        assertThat(suite.calls(SuiteServer.REGISTER)).isGreaterThan(1);
    }

    @ConcurrentTest
    void aNodeWhoseNameHasAnotherKeyIsRefusedWithTheChallenge() throws Exception {
        join();
        ChannelPair.of(adapter.stop());
        var stranger = new NodeKey(Ed25519KeyPair.fromSeed(new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32
        }));
        adapter = new UplinkAdapter(vertx, new UplinkAdapter.Setup(suite.address(), "roof", stranger), node, () -> 0L);
        start();

        soon().until(() -> why().reason().equals("suite_refused"));
        assertThat(suite.sockets).hasSize(1);
    }

    @ConcurrentTest
    void thePausesGrow() throws Exception {
        suite.refusals.put(SuiteServer.REGISTER, 503);
        start();
        soon().until(() -> suite.times.size() >= 5);

        var gaps = new ArrayList<Long>();
        for (int i = 1; i < 5; i++) {
            gaps.add(TimeUnit.NANOSECONDS.toMillis(suite.times.get(i) - suite.times.get(i - 1)));
        }
        assertThat(gaps.get(0)).isGreaterThanOrEqualTo(190);
        assertThat(gaps.get(1)).isGreaterThanOrEqualTo(390);
        assertThat(gaps.get(2)).isGreaterThanOrEqualTo(790);
        assertThat(gaps.get(3)).isGreaterThanOrEqualTo(1_590);
    }

    @ConcurrentTest
    void joinsASuiteThatIsStartedLater() throws Exception {
        int port = suite.address().getPort();
        suite.close();
        start();
        soon().until(() -> why().reason().equals("no_suite"));
        assertThat(why().remedy()).contains("check the address");

        suite = new SuiteServer(vertx, port);
        soon().until(adapter::isAvailable);
    }

    @ConcurrentTest
    void leavesASuiteThatSaysNoHello() throws Exception {
        suite.welcomes = false;
        start();
        soon().until(() -> suite.sockets.size() == 1);
        assertThat(adapter.isAvailable()).isFalse();

        suite.welcomes = true;
        soon().until(adapter::isAvailable);
        assertThat(suite.sockets).hasSize(2);
    }

    // --- after a loss

    @ConcurrentTest
    void reconnectsAfterACloseAndTellsItsPeersAgain() throws Exception {
        node.near.addAll(Set.of("bob", "carol"));
        join();
        soon().until(() -> told().equals(Set.of("roof", "bob", "carol")));
        var sent = adapter.send(message("m1"), null);
        adapter.vanished("carol");
        node.near.remove("carol");
        suite.said.clear();
        suite.socket().close();

        assertThat(ChannelPair.of(sent)).isEqualTo(new SendResult.Failed("link_lost"));
        soon().until(() -> suite.sockets.size() == 2 && adapter.isAvailable());
        soon().until(() -> told().equals(Set.of("roof", "bob")));
        assertThat(node.availability).containsExactly(true, false, true);
        assertThat(node.observed).containsExactly(true, false, true);
    }

    @ConcurrentTest
    void aNodeThatWasReplacedSaysSoAndTakesItsTime() throws Exception {
        join();
        for (int i = 1; i <= 3; i++) {
            suite.socket().close((short) UplinkChannel.REPLACED, "");
            soon().until(() -> !adapter.isAvailable());
            soon().until(() -> why().reason().equals("replaced"));
            int sockets = i + 1;
            soon().until(() -> suite.sockets.size() == sockets && adapter.isAvailable());
        }
        long first = suite.times.get(3);
        long last = suite.times.getLast();
        assertThat(TimeUnit.NANOSECONDS.toMillis(last - first)).isGreaterThan(200 + 400 + 800);
    }

    @ConcurrentTest
    void manyPeersAreToldInFewFrames() throws Exception {
        for (int i = 0; i < 2_500; i++) node.near.add("p" + i);
        join();

        soon().until(() -> told().size() == 2_501);
        assertThat(suite.said(UplinkFrame.Peers.class)).hasSize(3);
    }

    @ConcurrentTest
    void peersThatComeAndGoAreToldOnceAndInOrder() throws Exception {
        join();
        soon().until(() -> told().contains("roof"));
        adapter.appeared("bob");
        adapter.appeared("bob");
        adapter.vanished("bob");
        adapter.vanished("bob");
        adapter.appeared("carol");

        soon().until(() -> told().contains("carol"));
        assertThat(suite.said(UplinkFrame.Peers.class))
                .containsSubsequence(
                        new UplinkFrame.Peers(List.of("bob"), List.of()),
                        new UplinkFrame.Peers(List.of(), List.of("bob")))
                .hasSize(4);
    }

    // --- messages

    @ConcurrentTest
    void theMessagesOfASuiteAreGivenInOrderAndEachHasItsResult() throws Exception {
        join();
        var expected = new ArrayList<String>();
        MessageKey before = null;
        for (int i = 0; i < 500; i++) {
            suite.say(new UplinkFrame.Carries(i, message("m" + i), before));
            before = message("m" + i).key();
            expected.add("m" + i);
        }

        soon().until(() -> suite.said(UplinkFrame.Result.class).size() == 500);
        assertThat(node.given).isEqualTo(expected);
        assertThat(suite.said(UplinkFrame.Result.class))
                .allMatch(result -> result.taken() && result.transport().equals("mesh"));
    }

    @ConcurrentTest
    void whatTheNodeSendsEndsWithItsResult() throws Exception {
        join();
        var taken = adapter.send(message("m1"), null);
        var refused = adapter.send(message("m2"), message("m1").key());
        soon().until(() -> suite.said(UplinkFrame.Carries.class).size() == 2);
        var got = suite.said(UplinkFrame.Carries.class);
        suite.say(new UplinkFrame.Result(got.getLast().number(), false, "", "not_taken"));
        suite.say(new UplinkFrame.Result(got.getFirst().number(), true, "", ""));

        assertThat(ChannelPair.of(taken)).isEqualTo(new SendResult.Acknowledged());
        assertThat(ChannelPair.of(refused)).isEqualTo(new SendResult.Failed("not_taken"));
    }

    @ConcurrentTest
    void whatCameFromTheSuiteDoesNotGoBack() throws Exception {
        join();
        var ofSuite = UplinkFrame.Carries.class.cast(
                UplinkFrame.parse(new UplinkFrame.Carries(1, UplinkFrameTest.message(4), null).text()));
        assertThat(ofSuite.message().type()).isEqualTo(UplinkAdapter.OF_SUITE);

        assertThat(ChannelPair.of(adapter.send(ofSuite.message(), null))).isEqualTo(new SendResult.Failed("no_return"));
        ChannelPair.of(adapter.stop());
        assertThat(ChannelPair.of(adapter.send(message("m1"), null))).isEqualTo(new SendResult.Failed("no_suite"));
    }
}
