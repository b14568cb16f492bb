package io.bitchat.groups;

import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class HistoryTest {
    private final String alice = someone("alice");
    private final String bob = someone("bob");
    private String id = "";

    @BeforeEach
    void fiveMessagesByTwo() {
        id = group(alice, bob);
        for (int i = 1; i <= 5; i++) send(id, i % 2 == 1 ? alice : bob, "m" + i);
    }

    @Test
    void pagesCountFromTheNewestAndReadFromTheOldest() {
        get(messages("")).statusCode(200).body("content", contains("m1", "m2", "m3", "m4", "m5"));
        get(messages("?limit=2")).body("content", contains("m4", "m5"));
        get(messages("?limit=2&offset=2")).body("content", contains("m2", "m3"));
        get(messages("?limit=2&offset=4")).body("content", contains("m1"));
        get(messages("?limit=2&offset=5")).body("$", empty());
    }

    @Test
    void aPageHasFiftyMessagesUnlessAskedOtherwise() {
        for (int i = 6; i <= 60; i++) send(id, alice, "m" + i);
        get(messages("")).body("$", hasSize(50)).body("[0].content", equalTo("m11"));
        get(messages("?offset=50")).body("$", hasSize(10)).body("[9].content", equalTo("m10"));
    }

    @Test
    void bothFormsAnswerTheSame() {
        var asGet = get(messages("?limit=3&offset=1")).extract().asString();
        assertThat(post("/messages/group", Map.of("group_id", id, "limit", 3, "offset", 1))
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo(asGet);
        assertThat(post("/messages/group", Map.of("group_id", id)).extract().asString())
                .isEqualTo(get(messages("")).extract().asString());
        post("/messages/group", Map.of("limit", 10)).statusCode(422);
    }

    @Test
    void aCursorContinuesInTheOrderOfDelivery() {
        List<String> cursors = get(messages("")).extract().path("cursor");

        get(messages("?after=" + cursors.get(1) + "&limit=2")).body("content", contains("m3", "m4"));
        get(messages("?after=" + cursors.get(4))).body("$", empty());
        get(messages("?after=" + new GroupCursor(0).text())).body("$", hasSize(5));
    }

    @Test
    void clockEntriesAreToldWhenAskedFor() {
        get(messages("?include=clock")).body("clock_entry", contains(1, 1, 2, 2, 3));
        get(messages("")).body("[0].clock_entry", nullValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=501",
                "?offset=-1",
                "?limit=x",
                "?after=nonsense",
                "?after=bTE6NDI",
                "?include=all"
            })
    void pagesOutOfBoundsAreRefused(String query) {
        get(messages(query)).statusCode(422).body("code", equalTo("validation_failed"));
    }

    private String messages(String query) {
        return "/groups/" + id + "/messages" + query;
    }
}
