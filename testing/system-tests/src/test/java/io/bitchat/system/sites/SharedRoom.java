package io.bitchat.system.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.bench.hostile.HostileMember;
import io.bitchat.bench.hostile.TextPayload;
import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** A group of two honest sites and a hostile one, with the messages that members at the honest sites receive. */
final class SharedRoom implements AutoCloseable {
    private static final Duration PATIENCE = HostileSites.PATIENCE;

    private final HostileSites company;
    private final String mallory = Client.someone("mallory");
    private final Voice alice;
    private final Voice bob;
    private final String groupId;
    private final HostileMember member;
    private final Set<String> doubtful = new TreeSet<>();

    /** A member that writes and listens at one site. */
    private record Voice(String peer, Client client, Socket socket, List<String> heard) {
        static Voice at(Suite suite, String name) {
            var peer = Client.someone(name);
            return new Voice(peer, new Client(suite.url()), Socket.open(suite.url(), peer, ""), new ArrayList<>());
        }

        void listen() {
            for (var frame = socket.frames.poll(); frame != null; frame = socket.frames.poll()) {
                if (frame.at("/data/group_id").isTextual())
                    heard.add(frame.at("/data/message_id").asText());
            }
        }
    }

    SharedRoom(HostileSites company) {
        this.company = company;
        this.alice = Voice.at(company.atA(), "alice");
        this.bob = Voice.at(company.atB(), "bob");
        this.groupId = share();
        await().atMost(PATIENCE).until(() -> company.site().member(groupId) != null);
        this.member = company.site().member(groupId);
        await().atMost(PATIENCE)
                .until(() -> member.isNear(company.a().keys().id())
                        && member.isNear(company.b().keys().id()));
        speak();
    }

    private String share() {
        var made = alice.client()
                .post(
                        "/groups",
                        Map.of(
                                "name", "Team",
                                "created_by", alice.peer(),
                                "initial_members", List.of(bob.peer(), mallory)));
        var id = made.body().path("group_id").asText();
        for (var site : List.of("b", company.hostile().name())) {
            var shared = alice.client().post("/groups/" + id + "/sites", Map.of("site", site));
            assertThat(shared.status()).as(shared.raw().body()).isEqualTo(200);
        }
        await().atMost(PATIENCE).until(() -> bob.client().get("/groups/" + id).status() == 200);
        return id;
    }

    /** The member at the hostile site. */
    HostileMember member() {
        return member;
    }

    /** A message payload from the hostile site's own peer. */
    byte[] text(String key) {
        return TextPayload.of(key, mallory, "believe me");
    }

    /** The message id at both sites, derived from the key. Without a key a site's message id counts as key. */
    String idOf(String key) {
        return MessageIds.inGroup(groupId, mallory, MessageIds.keyOfId(key));
    }

    /** Excludes a message whose recipients are uncertain. */
    void doubt(String messageId) {
        doubtful.add(messageId);
    }

    /** Waits until members at both sites have received it. */
    void bothHear(String messageId) {
        await().atMost(PATIENCE).until(() -> heard(alice, messageId) && heard(bob, messageId));
    }

    /** Ids of the messages that the member at the first site has received. */
    List<String> heardAtA() {
        alice.listen();
        return List.copyOf(alice.heard());
    }

    List<String> heardAtB() {
        bob.listen();
        return List.copyOf(bob.heard());
    }

    private static boolean heard(Voice voice, String messageId) {
        voice.listen();
        return voice.heard().contains(messageId);
    }

    /** Members at both sites send a message, and both receive it. */
    void speak() {
        for (var voice : List.of(alice, bob)) bothHear(say(voice));
    }

    private String say(Voice voice) {
        var key = Client.someone("m");
        var message = Map.of("from_peer_id", voice.peer(), "content", "hello", "message_id", key);
        await().atMost(PATIENCE).pollInterval(50, TimeUnit.MILLISECONDS).until(() -> {
            var answer = voice.client().post("/groups/" + groupId + "/messages", message);
            return answer.status() == 201;
        });
        return MessageIds.inGroup(groupId, voice.peer(), MessageIds.keyOfId(key));
    }

    /** Checks that both sites communicate, deliver nothing twice, and have the same history. */
    void isWell() {
        speak();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(history(bob)).isNotEmpty().isEqualTo(history(alice)));
        for (var voice : List.of(alice, bob)) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                voice.listen();
                assertThat(without(voice.heard())).containsExactlyInAnyOrderElementsOf(history(voice));
            });
            assertThat(voice.heard()).doesNotHaveDuplicates();
        }
    }

    private List<String> history(Voice voice) {
        var page =
                voice.client().get("/groups/" + groupId + "/messages?limit=500").body();
        return without(page.valueStream()
                .map(message -> message.path("message_id").asText())
                .toList());
    }

    private List<String> without(List<String> messages) {
        return messages.stream().filter(id -> !doubtful.contains(id)).toList();
    }

    @Override
    public void close() {
        alice.socket().close();
        bob.socket().close();
    }
}
