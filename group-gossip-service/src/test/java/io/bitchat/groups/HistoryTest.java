package io.bitchat.groups;

import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.linked;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
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
                "?offset=10001",
                "?limit=1.9",
                "?offset=1.5",
                "?before=nonsense",
                "?before=ZzE6MQ&after=ZzE6MQ",
                "?limit=x",
                "?after=nonsense",
                "?after=bTE6NDI",
                "?include=all"
            })
    void pagesOutOfBoundsAreRefused(String query) {
        get(messages(query)).statusCode(422).body("code", equalTo("validation_failed"));
    }

    @Test
    void aPageOfLargeMessagesEndsEarlyAndSaysWhereItGoesOn() {
        for (int i = 0; i < 30; i++) send(id, alice, "large " + i + " " + "x".repeat(65_000));
        for (var start : List.of("?limit=500", "?limit=500&after=" + new GroupCursor(0).text())) {
            var pages = new ArrayList<List<String>>();
            for (var next = messages(start); next != null; ) {
                var page = get(next).statusCode(200).extract();
                assertThat(page.asByteArray()).hasSizeLessThan(1_200_000);
                pages.add(page.path("message_id"));
                next = linked(page);
            }
            assertThat(pages).hasSizeBetween(3, 5);
            assertThat(pages.stream().flatMap(List::stream)).hasSize(35).doesNotHaveDuplicates();
        }
        assertThat(post("/messages/group", Map.of("group_id", id, "limit", 500))
                        .extract()
                        .header("Link"))
                .contains("before=");
    }

    @Test
    void pagesThatFollowTheLinkAreThoseThatAreCounted() {
        var contents = new ArrayList<String>();
        for (var next = messages("?limit=2&include=clock"); next != null; ) {
            var page = get(next).body("[0].clock_entry", notNullValue()).extract();
            contents.addAll(0, page.path("content"));
            next = linked(page);
        }
        assertThat(contents).containsExactly("m1", "m2", "m3", "m4", "m5");
        assertThat(get(messages("?limit=5")).extract().header("Link")).isNull();
        get(messages("?offset=10001")).body("detail", containsString("before="));
    }

    @Test
    void contentIsOpaque() {
        var content = "\u0001\u0007\u001b[31m\u007f\u0085\u2028 \r\n\t";
        send(id, alice, content);
        get(messages("?limit=1")).body("[0].content", equalTo(content));
        trySend(id, alice, "x\u0000y").statusCode(422).body("fields[0].field", equalTo("content"));
    }

    private String messages(String query) {
        return "/groups/" + id + "/messages" + query;
    }
}
