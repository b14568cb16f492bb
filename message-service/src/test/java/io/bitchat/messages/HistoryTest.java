package io.bitchat.messages;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.post;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class HistoryTest {
    private final String alice = someone("alice");
    private final String bob = someone("bob");

    @BeforeEach
    void fiveMessagesInBothDirections() {
        for (int i = 1; i <= 5; i++) {
            if (i % 2 == 1) send(alice, bob, "m" + i);
            else send(bob, alice, "m" + i);
        }
    }

    @Test
    void pagesCountFromTheNewestAndReadFromTheOldest() {
        get(conversation("")).body("content", contains("m1", "m2", "m3", "m4", "m5"));
        get(conversation("?limit=2")).body("content", contains("m4", "m5"));
        get(conversation("?limit=2&offset=2")).body("content", contains("m2", "m3"));
        get(conversation("?limit=2&offset=4")).body("content", contains("m1"));
        get(conversation("?limit=2&offset=5")).body("$", empty());
    }

    @Test
    void bothPeersAndBothFormsSeeTheSame() {
        var asGet = get(conversation("?limit=3&offset=1")).extract().asString();

        assertThat(get("/messages/conversation/" + bob + "/" + alice + "?limit=3&offset=1")
                        .extract()
                        .asString())
                .isEqualTo(asGet);
        assertThat(post(
                                "/messages/conversation",
                                Map.of("peer_id", alice, "other_peer_id", bob, "limit", 3, "offset", 1))
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo(asGet);
    }

    @Test
    void aCursorContinuesAStreamAndAConversation() {
        List<String> cursors = get("/messages/inbox/" + bob).extract().path("cursor");
        assertThat(cursors).hasSize(3);

        get("/messages/inbox/" + bob + "?after=" + cursors.get(0)).body("content", contains("m3", "m5"));
        get("/messages/inbox/" + bob + "?after=" + cursors.get(2)).body("$", empty());
        get("/messages/conversation/" + bob + "/" + alice + "?after=" + cursors.get(1))
                .body("content", contains("m4", "m5"));
    }

    /** Following the links yields all messages, including the peer's own, which have no place in its stream. */
    @Test
    void theLinksOfAConversationLeadThroughWhatOneSideSaid() {
        for (int i = 6; i <= 10; i++) send(alice, bob, "m" + i);
        String start = get("/messages/inbox/" + alice).extract().path("[0].cursor");

        var seen = new ArrayList<String>();
        var next = conversation("?limit=2&after=" + start);
        for (int page = 0; page < 10 && next != null; page++) {
            var answer = get(next).statusCode(200).extract();
            seen.addAll(answer.path("content"));
            next = linkOf(answer.header("Link"));
        }

        assertThat(next).isNull();
        assertThat(seen).containsExactly("m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10");
    }

    private static @Nullable String linkOf(@Nullable String link) {
        return link == null ? null : link.substring("</api/bitchat".length(), link.indexOf('>'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=501",
                "?offset=-1",
                "?limit=x",
                "?after=nonsense",
                "?after=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void pagesOutOfBoundsAreRefused(String query) {
        get(conversation(query)).statusCode(422).body("code", equalTo("validation_failed"));
    }

    @Test
    void strangersHaveAnEmptyConversation() {
        get("/messages/conversation/" + someone("x") + "/" + someone("y"))
                .statusCode(200)
                .body("$", empty());
        get("/messages/conversation/peers'%20OR%201=1--/y").statusCode(422);
    }

    private String conversation(String query) {
        return "/messages/conversation/" + alice + "/" + bob + query;
    }
}
