package io.bitchat.transport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.transport.Arbitrary;
import io.bitchat.transport.PrivacyAchieved;
import io.bitchat.transport.Reach;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.settings.TransportSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PlannerPropertyTest {
    private final Planner planner = new Planner(TransportSettings.defaults());

    @Property(tries = 2000)
    void privacyThatIsRequiredIsAchievedByEveryCandidate(@ForAll long seed) {
        var any = new Arbitrary(seed);
        var message = any.message();

        var plan = planner.plan(message, any.surroundings());

        if (message.requiresPrivacy()) {
            assertThat(plan.candidates()).allMatch(candidate -> candidate.privacy() == PrivacyAchieved.ANONYMOUS);
        }
    }

    @Property(tries = 2000)
    void everyTransportIsEitherACandidateOrExcluded(@ForAll long seed) {
        var any = new Arbitrary(seed);
        var around = any.surroundings();

        var plan = planner.plan(any.message(), around);

        assertThat(Stream.concat(
                        plan.candidates().stream().map(Candidate::transport),
                        plan.excluded().stream().map(Excluded::transport)))
                .containsExactlyInAnyOrderElementsOf(
                        around.transports().stream().map(TransportState::id).toList());
    }

    @Property(tries = 2000)
    void everyCandidateWorksReachesAndCanCarry(@ForAll long seed) {
        var any = new Arbitrary(seed);
        var message = any.message();
        var around = any.surroundings();

        for (var candidate : planner.plan(message, around).candidates()) {
            var state = around.transports().stream()
                    .filter(one -> one.id().equals(candidate.transport()))
                    .findFirst()
                    .orElseThrow();
            assertThat(state.isAvailable()).isTrue();
            assertThat(state.reach()).isNotInstanceOf(Reach.Unreachable.class);
            assertThat(state.capabilities().maxMessageSize())
                    .isGreaterThanOrEqualTo(message.payload().size());
            assertThat(around.internet() || state.capabilities().isOfflineCapable())
                    .isTrue();
            assertThat(candidate.way() != Way.FAN_OUT || !around.members().isEmpty())
                    .isTrue();
            assertThat(candidate.privacy()).isEqualTo(state.privacy());
        }
    }

    @Property(tries = 2000)
    void scoresDescendAndTheVerdictFitsThem(@ForAll long seed) {
        var any = new Arbitrary(seed);
        var message = any.message();

        var plan = planner.plan(message, any.surroundings());

        assertThat(plan.candidates())
                .isSortedAccordingTo(Comparator.comparingInt(Candidate::score).reversed())
                .allMatch(candidate -> candidate.score() >= 1 && candidate.score() <= 100);
        assertThat(plan.verdict() instanceof Verdict.Send)
                .isEqualTo(!plan.candidates().isEmpty());
        if (message.wishes().strict()) assertThat(plan.verdict()).isNotInstanceOf(Verdict.Queue.class);
    }

    @Property(tries = 500)
    void theOrderOfTheRegistryDoesNotMatter(@ForAll long seed) {
        var any = new Arbitrary(seed);
        var message = any.message();
        var around = any.surroundings();
        var reversed = new ArrayList<>(around.transports());
        Collections.reverse(reversed);

        assertThat(planner.plan(message, around.withTransports(reversed))).isEqualTo(planner.plan(message, around));
    }
}
