package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Three installations, each with a database and a broker of its own, share a group. */
class SitesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CUT = Duration.ofSeconds(Boolean.getBoolean("bitchat.full") ? 30 : 10);

    private final Site a = new Site("a");
    private final Site b = new Site("b");
    private final Site c = new Site("c");
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final String carol = Client.someone("carol");
    private int sent;

    /** Someone who writes at one site, and listens there. */
    private record Voice(String peer, Client client, Socket socket) {}

    @Test
    void whatIsWrittenWhileOneIsCutOffAndAnotherDiesIsTheSameEverywhere() throws Exception {
        try (var toA = new LinkProxy(a.port());
                var toB = new LinkProxy(b.port());
                var atA = a.start(b.peer(0), c.peer(0));
                var atB = b.start(a.peer(a.port()), c.peer(0));
                var atC = c.start(a.peer(toA.port()), b.peer(toB.port()))) {
            var suites = List.of(atA, atB, atC);
            var group =
                    shared(suites.stream().map(suite -> new Client(suite.url())).toList());
            try (var one = Socket.open(atA.url(), alice, "");
                    var two = Socket.open(atB.url(), bob, "");
                    var three = Socket.open(atC.url(), carol, "")) {
                var voices = List.of(
                        new Voice(alice, new Client(atA.url()), one),
                        new Voice(bob, new Client(atB.url()), two),
                        new Voice(carol, new Client(atC.url()), three));
                speak(group, voices, Duration.ofSeconds(1));
                toA.cut();
                toB.cut();
                speak(group, voices, CUT.dividedBy(3));
                atB.kill("group-gossip-service");
                speak(group, voices, CUT.dividedBy(3));
                atB.kill("group-gossip-service");
                speak(group, voices, CUT.dividedBy(3));
                toA.heal();
                toB.heal();
                speak(group, voices, Duration.ofSeconds(1));
                agree(group, voices);
            }
        }
    }

    private String shared(List<Client> sites) {
        await().atMost(PATIENCE).until(() -> sites.stream().allMatch(SitesTest::isLinked));
        var made = sites.getFirst()
                .post("/groups", Map.of("name", "Team", "created_by", alice, "initial_members", List.of(bob, carol)));
        var group = "/groups/" + made.body().path("group_id").asText();
        for (var site : List.of("b", "c")) {
            assertThat(sites.getFirst()
                            .post(group + "/sites", Map.of("site", site))
                            .status())
                    .isEqualTo(200);
        }
        await().atMost(PATIENCE)
                .until(() -> sites.stream().allMatch(site -> site.get(group).status() == 200));
        return group;
    }

    private static boolean isLinked(Client client) {
        var sites = client.get("/sites").body().path("sites");
        return sites.size() == 2
                && stream(sites).allMatch(site -> site.path("linked").asBoolean());
    }

    /** Each in turn, for a while; a message tells what its writer's site had at that moment. */
    private void speak(String group, List<Voice> voices, Duration time) {
        var end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            for (var voice : voices) say(group, voice);
            Conditions.pause();
        }
    }

    private void say(String group, Voice voice) {
        var id = Client.someone("m");
        await().atMost(PATIENCE).pollInterval(50, TimeUnit.MILLISECONDS).until(() -> {
            var seen = voice.client().get(group + "?include=clock").body().path("vector_clock");
            var message = Map.of("from_peer_id", voice.peer(), "content", seen.toString(), "message_id", id);
            return voice.client().post(group + "/messages", message).status() == 201;
        });
        sent++;
    }

    private void agree(String group, List<Voice> voices) throws Exception {
        for (var voice : voices) {
            await().atMost(PATIENCE).until(() -> history(group, voice).size() >= sent);
        }
        var order = history(group, voices.getFirst());
        assertThat(order).hasSize(sent).doesNotHaveDuplicates();
        for (var voice : voices) {
            assertThat(history(group, voice)).isEqualTo(order);
            assertThat(clock(group, voice)).isEqualTo(clock(group, voices.getFirst()));
            assertThat(heard(voice)).containsExactlyInAnyOrderElementsOf(order);
        }
        respectsCauses(pages(group, voices.getLast()));
    }

    private void respectsCauses(List<JsonNode> messages) throws Exception {
        var before = new HashMap<String, Integer>();
        for (var message : messages) {
            var content = message.path("content").asText();
            var seen = JSON.readTree(content.isEmpty() ? "{}" : content);
            seen.properties().forEach(entry -> assertThat(before.getOrDefault(entry.getKey(), 0))
                    .as("messages of %s before %s", entry.getKey(), message)
                    .isGreaterThanOrEqualTo(entry.getValue().asInt()));
            before.merge(message.path("from_peer_id").asText(), 1, Integer::sum);
        }
    }

    private static JsonNode clock(String group, Voice voice) {
        return voice.client().get(group + "?include=clock").body().path("vector_clock");
    }

    private static List<String> history(String group, Voice voice) {
        return pages(group, voice).stream()
                .map(message -> message.path("message_id").asText())
                .toList();
    }

    private static List<JsonNode> pages(String group, Voice voice) {
        var all = new ArrayList<JsonNode>();
        for (int offset = 0; ; offset += 500) {
            var page = voice.client()
                    .get(group + "/messages?limit=500&offset=" + offset)
                    .body();
            all.addAll(0, stream(page).toList());
            if (page.size() < 500) return all;
        }
    }

    private List<String> heard(Voice voice) throws InterruptedException {
        var ids = new ArrayList<String>();
        for (var frame = voice.socket().frames.poll(60, TimeUnit.SECONDS);
                frame != null;
                frame = voice.socket().frames.poll(ids.size() < sent ? 60 : 1, TimeUnit.SECONDS)) {
            if (frame.at("/data/group_id").isTextual())
                ids.add(frame.at("/data/message_id").asText());
        }
        return ids;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
