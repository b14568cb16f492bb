package io.bitchat.messages.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.kit.time.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FanOutBatchPropertyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long BEFORE = 7;

    private final Ids ids = new Ids(InstantSource.fixed(NOW));

    @Property
    void placesOfEachRecipientEndAtTheLastOneDrawnAndFollowTheOrderOfTheEvents(
            @ForAll("events") List<Delivered> events) {
        var batch = FanOutBatch.of(named(events), ids);
        var last = new HashMap<String, Long>();
        for (var told : batch.messages()) {
            for (var peer : told.event().recipients()) last.merge(peer, 1L, Long::sum);
        }
        last.replaceAll((_, count) -> BEFORE + count);

        var places = batch.places(last, _ -> true);

        assertThat(places.keySet()).isEqualTo(last.keySet());
        places.forEach((peer, given) -> {
            assertThat(given)
                    .extracting(FanOutBatch.Place::place)
                    .containsExactlyElementsOf(LongStream.rangeClosed(BEFORE + 1, last.get(peer))
                            .boxed()
                            .toList());
            assertThat(given).extracting(FanOutBatch.Place::message).isSorted().doesNotHaveDuplicates();
            assertThat(given).allMatch(place -> batch.messages()
                    .get(place.message())
                    .event()
                    .recipients()
                    .contains(peer));
        });
    }

    @Property
    void onlyThoseWhoAreAskedForGetPlaces(@ForAll("events") List<Delivered> events) {
        var places = FanOutBatch.of(named(events), ids).places(new HashMap<>(), peer -> peer.equals("bob"));

        assertThat(new HashSet<>(places.keySet())).isSubsetOf(new HashSet<>(List.of("bob")));
    }

    @Property
    void everyMessageHasTheAudienceThatItsEventNames(@ForAll("events") List<Delivered> events) {
        var batch = FanOutBatch.of(named(events), ids);

        assertThat(batch.messages())
                .extracting(told -> told.message().messageId())
                .containsExactlyElementsOf(new ArrayList<>(new java.util.LinkedHashSet<>(
                        events.stream().map(Delivered::messageId).toList())));
        for (var told : batch.messages()) {
            assertThat(batch.audiences().get(batch.audienceOf(told)))
                    .isEqualTo(told.event().recipients());
        }
    }

    @Provide
    Arbitrary<List<Delivered>> events() {
        var recipients = Arbitraries.of("alice", "bob", "carol", "dave")
                .set()
                .map(peers -> peers.stream().sorted().toList());
        var messageIds = Arbitraries.integers().between(1, 30).map(number -> "m" + number);
        return Combinators.combine(messageIds, recipients)
                .as(FanOutBatchPropertyTest::event)
                .list()
                .ofMaxSize(40);
    }

    private static Map<String, Delivered> named(List<Delivered> events) {
        return FanOutNames.of(events, Map.of()).fresh();
    }

    private static Delivered event(String messageId, List<String> recipients) {
        return new Delivered(messageId, NOW, "g", "alice", 1, 1, "x", "AES-256-GCM", null, NOW, 60, 0, recipients);
    }
}
