package io.bitchat.system.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Conditions;
import io.bitchat.system.suite.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Messages of group members at several sites, with a check that all sites converge. */
final class Talk {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String group;
    private final Set<String> said = new HashSet<>();
    private final Set<String> outcasts = new HashSet<>();

    /** A member that writes and listens at one site. */
    record Voice(String peer, Client client, Socket socket) {}

    /** @param group path of the group in the API */
    Talk(String group) {
        this.group = group;
    }

    /** Members send in turn for this time. */
    void speak(List<Voice> voices, Duration time) {
        var end = Instant.now().plus(time);
        while (Instant.now().isBefore(end)) {
            for (var voice : voices) say(voice);
            Conditions.pause();
        }
    }

    /** Sends a message that contains the vector clock of its writer's site; repeats it until it is accepted. */
    String say(Voice voice) {
        var key = Client.someone("m");
        var id = new AtomicReference<String>();
        await().atMost(PATIENCE)
                .pollInterval(50, TimeUnit.MILLISECONDS)
                .ignoreExceptions()
                .until(() -> {
                    var seen =
                            voice.client().get(group + "?include=clock").body().path("vector_clock");
                    var message = Map.of("from_peer_id", voice.peer(), "content", seen.toString(), "message_id", key);
                    var answer = voice.client().post(group + "/messages", message);
                    id.set(answer.body().path("message_id").asText());
                    return answer.status() == 201;
                });
        said.add(id.get());
        return id.get();
    }

    /** Declares messages void: no site may keep them, and they no longer count as causes. */
    void isVoid(String writer, Set<String> messages) {
        said.removeAll(messages);
        outcasts.add(writer);
    }

    /** Checks that all sites have the same messages once and in the same order, and never before their causes. */
    void agree(List<Voice> voices) throws Exception {
        for (var voice : voices) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(history(voice)).containsAll(said));
        }
        var order = history(voices.getFirst());
        assertThat(order).containsExactlyInAnyOrderElementsOf(said);
        for (var voice : voices) {
            assertThat(history(voice)).isEqualTo(order);
            assertThat(clock(voice)).isEqualTo(clock(voices.getFirst()));
        }
        respectsCauses(pages(voices.getLast()));
    }

    /** Messages that arrived on a socket until all expected ones had arrived. */
    List<String> heard(Voice voice, Set<String> expected) throws InterruptedException {
        var ids = new ArrayList<String>();
        var missing = new HashSet<>(expected);
        for (var frame = voice.socket().frames.poll(60, TimeUnit.SECONDS);
                frame != null;
                frame = voice.socket().frames.poll(missing.isEmpty() ? 1 : 60, TimeUnit.SECONDS)) {
            if (!group.endsWith("/" + frame.at("/data/group_id").asText("-"))) continue;
            var id = frame.at("/data/message_id").asText();
            if (id.isEmpty()) continue;
            ids.add(id);
            missing.remove(id);
        }
        return ids;
    }

    /** Messages of all groups that arrived on a socket until the expected number had arrived. */
    static List<String> heardInAnyGroup(Voice voice, int expected) throws InterruptedException {
        var ids = new ArrayList<String>();
        for (var frame = voice.socket().frames.poll(60, TimeUnit.SECONDS);
                frame != null;
                frame = voice.socket().frames.poll(ids.size() < expected ? 60 : 1, TimeUnit.SECONDS)) {
            if (frame.at("/data/group_id").isTextual())
                ids.add(frame.at("/data/message_id").asText());
        }
        return ids;
    }

    Set<String> said() {
        return Set.copyOf(said);
    }

    private void respectsCauses(List<JsonNode> messages) throws Exception {
        var before = new HashMap<String, Integer>();
        for (var message : messages) {
            var content = message.path("content").asText();
            var seen = JSON.readTree(content.isEmpty() ? "{}" : content);
            for (var entry : seen.properties()) {
                if (outcasts.contains(entry.getKey())) continue;
                assertThat(before.getOrDefault(entry.getKey(), 0))
                        .as("messages of %s before %s", entry.getKey(), message)
                        .isGreaterThanOrEqualTo(entry.getValue().asInt());
            }
            before.merge(message.path("from_peer_id").asText(), 1, Integer::sum);
        }
    }

    private JsonNode clock(Voice voice) {
        return voice.client().get(group + "?include=clock").body().path("vector_clock");
    }

    List<String> history(Voice voice) {
        return pages(voice).stream()
                .map(message -> message.path("message_id").asText())
                .toList();
    }

    private List<JsonNode> pages(Voice voice) {
        var all = new ArrayList<JsonNode>();
        for (int offset = 0; ; offset += 500) {
            var page = voice.client()
                    .get(group + "/messages?limit=500&offset=" + offset)
                    .body();
            all.addAll(0, stream(page).toList());
            if (page.size() < 500) return all;
        }
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
