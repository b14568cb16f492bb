package io.bitchat.transport.plan;

import static io.bitchat.transport.Sample.all;
import static io.bitchat.transport.Sample.ble;
import static io.bitchat.transport.Sample.htx;
import static io.bitchat.transport.Sample.mesh;
import static io.bitchat.transport.Sample.notBuilt;
import static io.bitchat.transport.Sample.preferring;
import static io.bitchat.transport.Sample.requiringPrivacy;
import static io.bitchat.transport.Sample.strict;
import static io.bitchat.transport.Sample.toAll;
import static io.bitchat.transport.Sample.toBob;
import static io.bitchat.transport.Sample.wishing;
import static io.bitchat.transport.TransportId.BLE;
import static io.bitchat.transport.TransportId.HTX;
import static io.bitchat.transport.TransportId.MESH;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Message;
import io.bitchat.transport.Privacy;
import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportType;
import io.bitchat.transport.settings.TransportSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A message that requires privacy never takes a less private way. */
class PrivacyFailsClosedTest {
    private static final Surroundings ONLY_MESH_WORKS = Surroundings.of(notBuilt(ble()), notBuilt(htx()), mesh());

    private final Planner planner = new Planner(TransportSettings.defaults());

    @Test
    void aPrivateMessageWaitsForAPrivateTransport() {
        var plan = planner.plan(requiringPrivacy(toBob()), ONLY_MESH_WORKS);

        assertThat(plan.verdict()).isEqualTo(new Verdict.Queue(ReasonCode.NO_PRIVATE_TRANSPORT));
        assertThat(plan.candidates()).isEmpty();
        assertThat(reasons(plan))
                .containsEntry(BLE, ReasonCode.LESS_PRIVATE)
                .containsEntry(HTX, ReasonCode.UNAVAILABLE)
                .containsEntry(MESH, ReasonCode.LESS_PRIVATE);
    }

    @Test
    void aStrictOneIsRefused() {
        var plan = planner.plan(strict(requiringPrivacy(toBob())), ONLY_MESH_WORKS);

        assertThat(plan.verdict()).isEqualTo(new Verdict.Refuse(ReasonCode.NO_PRIVATE_TRANSPORT));
    }

    @Test
    void offlineAPrivateBroadcastWaitsInsteadOfTakingBluetooth() {
        var around = all().withInternet(false).withMembers(Set.of("bob"));

        assertThat(planner.plan(requiringPrivacy(toAll()), around).verdict())
                .isEqualTo(new Verdict.Queue(ReasonCode.NO_PRIVATE_TRANSPORT));
    }

    @Test
    void aPreferenceForALessPrivateTransportDoesNotLowerIt() {
        assertThat(order(preferring(BLE, requiringPrivacy(toBob())), all())).containsExactly(HTX);
    }

    @Test
    void aShortenedRouteIsNotPrivateEnough() {
        var shortened = htx().withCapabilities(htx().capabilities().withAnonymityLevel(2));

        var plan = planner.plan(requiringPrivacy(toBob()), Surroundings.of(ble(), shortened, mesh()));

        assertThat(plan.verdict()).isEqualTo(new Verdict.Refuse(ReasonCode.NO_CAPABLE_TRANSPORT));
    }

    @Test
    void privacyThatIsOnlyPreferredLetsAnotherTransportCarryAndSaysWhatWasAchieved() {
        var message = wishing(toBob(), wishes -> wishes.withPrivacy(Privacy.PREFERRED));

        assertThat(first(message, ONLY_MESH_WORKS).transport()).isEqualTo(MESH);
        assertThat(first(message, ONLY_MESH_WORKS).privacy()).isEqualTo(PrivacyAchieved.NONE);
    }

    @Test
    void aPrivateBroadcastGoesAsCopiesToTheMembers() {
        var plan = planner.plan(requiringPrivacy(toAll()), all().withMembers(Set.of("bob", "carol")));

        assertThat(plan.candidates())
                .containsExactly(new Candidate(
                        HTX,
                        TransportType.HTX_PRIVACY,
                        100,
                        ReasonCode.PRIVACY,
                        PrivacyAchieved.ANONYMOUS,
                        Way.FAN_OUT));
    }

    @Test
    void aPrivateBroadcastToUnknownMembersIsRefused() {
        var plan = planner.plan(requiringPrivacy(toAll()), all());

        assertThat(plan.verdict()).isEqualTo(new Verdict.Refuse(ReasonCode.NO_CAPABLE_TRANSPORT));
        assertThat(reasons(plan)).containsEntry(HTX, ReasonCode.MEMBERS_UNKNOWN);
    }

    @Test
    void theSenderAloneIsNoMemberToSendTo() {
        var plan = planner.plan(requiringPrivacy(toAll()), all().withMembers(Set.of("alice")));

        assertThat(plan.verdict()).isEqualTo(new Verdict.Refuse(ReasonCode.NO_CAPABLE_TRANSPORT));
    }

    private Candidate first(Message message, Surroundings around) {
        return planner.plan(message, around).candidates().getFirst();
    }

    private List<TransportId> order(Message message, Surroundings around) {
        return planner.plan(message, around).candidates().stream()
                .map(Candidate::transport)
                .toList();
    }

    private static Map<TransportId, ReasonCode> reasons(Plan plan) {
        return plan.excluded().stream().collect(Collectors.toMap(Excluded::transport, Excluded::reason));
    }
}
