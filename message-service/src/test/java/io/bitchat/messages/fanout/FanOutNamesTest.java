package io.bitchat.messages.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.messages.fanout.FanOutTable.Origin;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FanOutNamesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private record Said(String groupId, String from, String messageId) {}

    @Property
    void everyMessageIsStoredOnceWhateverElseHasItsId(
            @ForAll("batches") List<List<Delivered>> batches, @ForAll("taken") Map<String, Origin> before) {
        var table = new HashMap<>(before);
        var stored = new HashMap<Said, String>();
        for (var batch : batches) {
            FanOutNames.of(batch, table).fresh().forEach((id, event) -> {
                assertThat(table).doesNotContainKey(id);
                assertThat(stored.put(said(event), id)).isNull();
            });
            stored.forEach((said, id) -> table.put(id, new Origin(said.groupId(), said.from())));
        }

        var all = new HashSet<Said>();
        batches.forEach(batch -> batch.forEach(event -> all.add(said(event))));
        all.removeIf(said -> new Origin(said.groupId(), said.from()).equals(before.get(said.messageId())));
        assertThat(stored.keySet()).isEqualTo(all);
    }

    private static Said said(Delivered event) {
        return new Said(event.groupId(), event.fromPeerId(), event.messageId());
    }

    @Provide
    Arbitrary<List<List<Delivered>>> batches() {
        var ids = Arbitraries.of("m1", "m2", "m3");
        var groups = Arbitraries.of("g1", "g2");
        var peers = Arbitraries.of("alice", "bob");
        return Combinators.combine(ids, groups, peers)
                .as(FanOutNamesTest::event)
                .list()
                .ofMaxSize(8)
                .list()
                .ofMaxSize(5);
    }

    /** Origins of messages between peers, and of messages of other groups and authors. */
    @Provide
    Arbitrary<Map<String, Origin>> taken() {
        var groups = Arbitraries.of("g1", "g2").injectNull(0.3);
        var origins =
                Combinators.combine(groups, Arbitraries.of("alice", "bob")).as(Origin::new);
        return Arbitraries.maps(Arbitraries.of("m1", "m2", "m3"), origins);
    }

    private static Delivered event(String messageId, String groupId, String from) {
        return new Delivered(messageId, NOW, groupId, from, 1, 1, "x", "none", null, NOW, 60, 0, List.of("carol"));
    }
}
