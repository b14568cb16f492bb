package io.bitchat.transport.plan;

import static io.bitchat.transport.Sample.all;
import static io.bitchat.transport.Sample.ble;
import static io.bitchat.transport.Sample.htx;
import static io.bitchat.transport.Sample.mesh;
import static io.bitchat.transport.Sample.notBuilt;
import static io.bitchat.transport.Sample.ofSize;
import static io.bitchat.transport.Sample.preferring;
import static io.bitchat.transport.Sample.requiringPrivacy;
import static io.bitchat.transport.Sample.strict;
import static io.bitchat.transport.Sample.toAll;
import static io.bitchat.transport.Sample.toBob;
import static io.bitchat.transport.TransportId.BLE;
import static io.bitchat.transport.TransportId.HTX;
import static io.bitchat.transport.TransportId.MESH;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Availability;
import io.bitchat.transport.Message;
import io.bitchat.transport.Reach;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.settings.SettingsReader;
import io.bitchat.transport.settings.TransportSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Surroundings ONLY_MESH_WORKS = Surroundings.of(notBuilt(ble()), notBuilt(htx()), mesh());

    private final Planner planner = new Planner(TransportSettings.defaults());

    @Test
    void whatNoRuleNamesFollowsInTheOrderOfThePriority() {
        assertThat(order(toBob(), all())).containsExactly(HTX, BLE, MESH);
        assertThat(order(toAll(), all().withMembers(Set.of("bob")))).containsExactly(BLE, MESH, HTX);
    }

    @Test
    void anotherPriorityGivesAnotherFallback() {
        var other = new Planner(settings("transport_priority", "mesh,htx,ble"));

        assertThat(other.plan(toBob(), all()).candidates())
                .extracting(Candidate::transport)
                .containsExactly(HTX, MESH, BLE);
    }

    @Test
    void aPreferenceThatDoesNotWorkLeavesTheChoiceToTheRules() {
        var around = Surroundings.of(notBuilt(ble()), htx(), mesh());

        assertThat(order(preferring(BLE, toBob()), around)).containsExactly(HTX, MESH);
    }

    @Test
    void offlineTheMeshCarriesWhatBluetoothCannot() {
        var around = Surroundings.of(notBuilt(ble()), htx(), mesh()).withInternet(false);

        var plan = planner.plan(toBob(), around);

        assertThat(plan.candidates()).extracting(Candidate::transport).containsExactly(MESH);
        assertThat(reasons(plan))
                .containsEntry(BLE, ReasonCode.UNAVAILABLE)
                .containsEntry(HTX, ReasonCode.NEEDS_INTERNET);
    }

    @Test
    void aTransportThatDoesNotWorkSaysWhyAndWhatToDo() {
        var plan = planner.plan(toBob(), ONLY_MESH_WORKS);

        assertThat(plan.excluded())
                .contains(new Excluded(
                        HTX,
                        ReasonCode.UNAVAILABLE,
                        new Availability.Unavailable("not_built", "wait for a later version")));
    }

    @Test
    void aTransportThatIsSwitchedOffIsNotUsed() {
        var without = new Planner(settings("betanet_enabled", "false"));

        assertThat(reasons(without.plan(toBob(), all()))).containsEntry(HTX, ReasonCode.DISABLED);
    }

    @Test
    void aPayloadMustFit() {
        assertThat(order(ofSize(65_536), all())).containsExactly(HTX, BLE, MESH);
        assertThat(order(ofSize(65_537), all())).containsExactly(HTX);
    }

    @Test
    void aPayloadThatFitsNowhereIsRefused() {
        var plan = planner.plan(ofSize(65_537), Surroundings.of(ble(), mesh()));

        assertThat(plan.verdict()).isEqualTo(new Verdict.Refuse(ReasonCode.NO_CAPABLE_TRANSPORT));
    }

    @Test
    void aReceiverOutOfReachIsWaitedFor() {
        var around = Surroundings.of(notBuilt(ble()), notBuilt(htx()), mesh().withReach(Reach.UNREACHABLE));

        assertThat(planner.plan(toBob(), around).verdict())
                .isEqualTo(new Verdict.Queue(ReasonCode.RECEIVER_UNREACHABLE));
    }

    @Test
    void aTransportThatFailedIsNotChosenAgain() {
        var plan = planner.plan(toBob(), all(), Set.of(HTX));

        assertThat(plan.candidates()).extracting(Candidate::transport).containsExactly(BLE, MESH);
        assertThat(reasons(plan)).containsEntry(HTX, ReasonCode.ALREADY_FAILED);
    }

    @Test
    void aStrictPreferenceAcceptsNothingElse() {
        var plan = planner.plan(strict(preferring(BLE, toBob())), Surroundings.of(notBuilt(ble()), htx(), mesh()));

        assertThat(plan.verdict()).isEqualTo(new Verdict.Refuse(ReasonCode.PREFERRED_UNAVAILABLE));
        assertThat(reasons(plan)).containsEntry(MESH, ReasonCode.NOT_PREFERRED);
    }

    @Test
    void aMessageThatNothingCarriesNowIsQueued() {
        var around = Surroundings.of(notBuilt(ble()), notBuilt(htx()), notBuilt(mesh()));

        assertThat(planner.plan(toBob(), around).verdict())
                .isEqualTo(new Verdict.Queue(ReasonCode.NO_TRANSPORT_AVAILABLE));
        assertThat(planner.plan(strict(toBob()), around).verdict())
                .isEqualTo(new Verdict.Refuse(ReasonCode.NO_TRANSPORT_AVAILABLE));
    }

    @Test
    void anEmptyRegistryRefusesNothing() {
        assertThat(planner.plan(requiringPrivacy(toBob()), Surroundings.of()).verdict())
                .isEqualTo(new Verdict.Queue(ReasonCode.NO_PRIVATE_TRANSPORT));
    }

    private List<TransportId> order(Message message, Surroundings around) {
        return planner.plan(message, around).candidates().stream()
                .map(Candidate::transport)
                .toList();
    }

    private static Map<TransportId, ReasonCode> reasons(Plan plan) {
        return plan.excluded().stream().collect(Collectors.toMap(Excluded::transport, Excluded::reason));
    }

    private static TransportSettings settings(String key, String value) {
        return new SettingsReader(asked -> asked.endsWith("." + key) ? value : null).read();
    }
}
