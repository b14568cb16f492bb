package io.bitchat.system.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.sites.Talk.Voice;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Conditions;
import io.bitchat.system.suite.Replica;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Two replicas of group-gossip-service at one site hand over groups while members write. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads the first replica's environment from /proc")
@Tag("sites")
class HandOverTest {
    /** Number of groups: one in each partition of the topic, so that both replicas drive some. */
    private static final int GROUPS = 6;

    private static final int ATTEMPTS = 300;
    private static final Duration A_WHILE = Duration.ofSeconds(3);
    /** Longer than the Kafka session timeout, after which the partitions are reassigned. */
    private static final Duration FROZEN = Duration.ofSeconds(9);

    private final Sites sites = Sites.shared();
    private final Suite atA = sites.atA();
    private final Suite atB = sites.atB();
    private final Site second = sites.secondOfA();
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final List<Talk> talks = new ArrayList<>();

    @Test
    void whoeverDrivesAGroupNothingIsLostAndNothingComesTwice() throws Exception {
        try (var one = Socket.open(atA.url(), alice, "");
                var two = Socket.open(atB.url(), bob, "")) {
            var here = new Voice(alice, new Client(atA.url()), one);
            var there = new Voice(bob, new Client(atB.url()), two);
            share(here.client(), there.client());
            speak(List.of(here, there), A_WHILE);

            try (var replica = Replica.of(atA, "group-gossip-service", second.port())) {
                var beside = new Voice(alice, new Client(replica.url()), one);
                await().atMost(Talk.PATIENCE)
                        .until(() -> drives("http://localhost:" + atA.port("group-gossip-service"))
                                && drives(replica.url()));
                speak(List.of(here, beside, there), A_WHILE);

                Suite.signal("STOP", atA.pid("group-gossip-service"));
                speak(List.of(beside, there), FROZEN);
                Suite.signal("CONT", atA.pid("group-gossip-service"));
                speak(List.of(here, beside, there), A_WHILE);

                replica.kill();
                speak(List.of(here, there), FROZEN);
            }
            try (var replica = Replica.of(atA, "group-gossip-service", second.port())) {
                await().atMost(Talk.PATIENCE).until(() -> drives(replica.url()));
                atA.kill("group-gossip-service");
                speak(List.of(new Voice(alice, new Client(replica.url()), one), there), A_WHILE);
                speak(List.of(here, there), A_WHILE);
            }

            for (var talk : talks) talk.agree(List.of(here, there));
            heardOnce(here);
            heardOnce(there);
        }
    }

    private void share(Client here, Client there) {
        Sites.awaitLinks(here, Set.of("b"));
        var partitions = new HashSet<Integer>();
        for (int i = 0; i < ATTEMPTS && partitions.size() < GROUPS; i++) {
            var made = here.post(
                    "/groups", Map.of("name", "Group " + i, "created_by", alice, "initial_members", List.of(bob)));
            if (!partitions.add(partition(made.body().path("group_id").asText()))) continue;
            var group = "/groups/" + made.body().path("group_id").asText();
            assertThat(here.post(group + "/sites", Map.of("site", "b")).status())
                    .isEqualTo(200);
            await().atMost(Talk.PATIENCE).until(() -> there.get(group).status() == 200);
            talks.add(new Talk(group));
        }
        assertThat(partitions).hasSize(GROUPS);
    }

    private static int partition(String groupId) {
        return Utils.toPositive(Utils.murmur2(groupId.getBytes(StandardCharsets.UTF_8))) % GROUPS;
    }

    /** Whether a replica drives any groups. */
    private static boolean drives(String url) {
        var metrics = new Client(url).get("/q/metrics").raw().body();
        return metrics.lines()
                .filter(line -> line.startsWith("bitchat_gossip_groups"))
                .anyMatch(line -> !line.endsWith(" 0.0"));
    }

    private void speak(List<Voice> voices, Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            for (var talk : talks) voices.forEach(talk::say);
            Conditions.pause();
        }
    }

    private void heardOnce(Voice voice) throws InterruptedException {
        var all = new ArrayList<String>();
        for (var talk : talks) all.addAll(talk.said());
        assertThat(Talk.heardInAnyGroup(voice, all.size())).containsExactlyInAnyOrderElementsOf(all);
    }
}
