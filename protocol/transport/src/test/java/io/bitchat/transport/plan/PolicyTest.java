package io.bitchat.transport.plan;

import static io.bitchat.transport.Sample.all;
import static io.bitchat.transport.Sample.ble;
import static io.bitchat.transport.Sample.htx;
import static io.bitchat.transport.Sample.link;
import static io.bitchat.transport.Sample.mesh;
import static io.bitchat.transport.Sample.ofSize;
import static io.bitchat.transport.Sample.toAll;
import static io.bitchat.transport.Sample.toBob;
import static io.bitchat.transport.Sample.wishing;
import static io.bitchat.transport.TransportId.BLE;
import static io.bitchat.transport.TransportId.HTX;
import static io.bitchat.transport.TransportId.MESH;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Message;
import io.bitchat.transport.Policy;
import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportType;
import io.bitchat.transport.settings.TransportSettings;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each policy ranks the same transports in its own way. */
class PolicyTest {
    private final Planner planner = new Planner(TransportSettings.defaults());

    @Test
    void fastestTakesALinkThatIsOpenBeforeAnyLatency() {
        var around = Surroundings.of(ble(), htx(), mesh().withReach(link(300, false)));

        var plan = planner.plan(withPolicy(Policy.FASTEST), around);

        assertThat(plan.candidates()).extracting(Candidate::transport).containsExactly(MESH, HTX, BLE);
        assertThat(plan.candidates())
                .extracting(Candidate::reason)
                .containsExactly(ReasonCode.DIRECT_LINK, ReasonCode.LATENCY, ReasonCode.LATENCY);
        assertThat(plan.candidates().getFirst().type()).isEqualTo(TransportType.TCP_DIRECT);
    }

    @Test
    void fastestCountsTheTimeThatALargePayloadTakes() {
        var mixnet = htx().withCapabilities(htx().capabilities().withConnectionQuality(0.2));
        var around = Surroundings.of(mixnet, mesh());

        var plan = planner.plan(wishing(ofSize(60_000), wishes -> wishes.withPolicy(Policy.FASTEST)), around);

        assertThat(plan.candidates()).extracting(Candidate::transport).containsExactly(MESH, HTX);
        assertThat(plan.candidates().getLast().score()).isLessThan(5);
    }

    @Test
    void seedTakesTheMixNetworkAlthoughALinkIsOpen() {
        var around = Surroundings.of(ble(), htx(), mesh().withReach(link(1, true)));

        assertThat(order(toBob(), around)).startsWith(HTX);
    }

    @Test
    void privateTakesTheMostPrivateWay() {
        var around = Surroundings.of(ble(), htx(), mesh());

        assertThat(order(withPolicy(Policy.PRIVATE), around)).containsExactly(HTX, BLE, MESH);
    }

    @Test
    void anEncryptedLinkIsMorePrivateThanAPlainOne() {
        var plain = Surroundings.of(mesh().withReach(link(1, false)));
        var encrypted = Surroundings.of(mesh().withReach(link(1, true)));

        assertThat(first(toBob(), plain).privacy()).isEqualTo(PrivacyAchieved.NONE);
        assertThat(first(toBob(), encrypted).privacy()).isEqualTo(PrivacyAchieved.ENCRYPTED);
    }

    @Test
    void batteryTakesWhatCostsLeast() {
        var message = wishing(toAll(), wishes -> wishes.withPolicy(Policy.BATTERY));

        assertThat(order(withPolicy(Policy.BATTERY), all())).startsWith(HTX);
        // to a few members, the copies would cost more than one frame
        assertThat(order(message, all().withMembers(Set.of("bob")))).endsWith(HTX);
    }

    @Test
    void offlineTakesWhatNeedsNoInternet() {
        assertThat(order(withPolicy(Policy.OFFLINE), all())).containsExactly(BLE, MESH, HTX);
    }

    private Message withPolicy(Policy policy) {
        return wishing(toBob(), wishes -> wishes.withPolicy(policy));
    }

    private Candidate first(Message message, Surroundings around) {
        return planner.plan(message, around).candidates().getFirst();
    }

    private List<TransportId> order(Message message, Surroundings around) {
        return planner.plan(message, around).candidates().stream()
                .map(Candidate::transport)
                .toList();
    }
}
