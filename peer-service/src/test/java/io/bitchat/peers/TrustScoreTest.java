package io.bitchat.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The score is a generated column, so the test queries the database. */
@QuarkusTest
@RealServers
class TrustScoreTest {
    @Inject
    Pool pool;

    private final List<Marked> peers = new ArrayList<>();

    private record Marked(long good, long bad, double score) {}

    @BeforeEach
    void addPeersWithEveryPairOfMarks() {
        pool.query(
                        "insert into peers (id, peer_id, public_key, last_seen, is_online, created_at, good_marks, bad_marks)"
                                + " select gen_random_uuid(), 'marked-' || good || '-' || bad, 'k', now(), false, now(), good, bad"
                                + " from unnest(array[0, 1, 2, 10, 1000, 999999, 1000000]) good,"
                                + " unnest(array[0, 1, 2, 10, 1000, 999999, 1000000]) bad")
                .executeAndAwait();
        pool.query("select good_marks, bad_marks, trust_score from peers where peer_id like 'marked-%'")
                .executeAndAwait()
                .forEach(row -> peers.add(new Marked(row.getLong(0), row.getLong(1), row.getDouble(2))));
    }

    @AfterEach
    void removePeers() {
        pool.query("delete from peers where peer_id like 'marked-%'").executeAndAwait();
    }

    @Test
    void staysBetweenNothingAndFullTrust() {
        assertThat(peers)
                .hasSize(49)
                .allSatisfy(peer -> assertThat(peer.score()).isGreaterThan(0).isLessThan(1));
    }

    @Test
    void startsInTheMiddle() {
        assertThat(peers).contains(new Marked(0, 0, 0.5));
    }

    @Test
    void risesWithEachGoodMark() {
        scores(Marked::bad, Marked::good).forEach((bad, scores) -> assertThat(List.copyOf(scores.values()))
                .as("bad=%d", bad)
                .hasSize(7)
                .isSorted()
                .doesNotHaveDuplicates());
    }

    @Test
    void fallsWithEachBadMark() {
        scores(Marked::good, Marked::bad).forEach((good, scores) -> assertThat(List.copyOf(scores.values()))
                .as("good=%d", good)
                .hasSize(7)
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates());
    }

    /** Scores by the first kind of mark, then by the second kind in ascending order. */
    private TreeMap<Long, TreeMap<Long, Double>> scores(
            Function<Marked, Long> fixed, Function<Marked, Long> ascending) {
        var scores = new TreeMap<Long, TreeMap<Long, Double>>();
        for (var peer : peers) {
            scores.computeIfAbsent(fixed.apply(peer), _ -> new TreeMap<>()).put(ascending.apply(peer), peer.score());
        }
        return scores;
    }
}
