package io.bitchat.groups;

import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.getAs;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.linked;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists link to their next page, so that clients need not count offsets from the beginning. */
@QuarkusTest
@RealServers
class PagingTest {
    private final String alice = someone("alice");

    @Test
    void groupsAreFollowedToTheLastOne() {
        var made = new ArrayList<String>();
        for (int i = 0; i < 7; i++) made.addFirst(group(alice));

        assertThat(follow("/groups?limit=3&peer_id=" + alice, "group_id")).isEqualTo(made);
        var found = new ArrayList<String>();
        for (var next = "/groups?limit=5"; next != null && !found.containsAll(made); ) {
            var page = get(next).statusCode(200).extract();
            found.addAll(page.<List<String>>path("group_id"));
            next = linked(page);
        }
        assertThat(found).containsSubsequence(made).doesNotHaveDuplicates();
        assertThat(linked(getAs(alice, "/groups?limit=7").extract())).isNull();
    }

    @Test
    void aPageOfLongDescriptionsEndsEarly() {
        for (int i = 0; i < 100; i++) {
            post("/groups", Map.of("name", "x", "created_by", alice, "description", "é".repeat(4_096)))
                    .statusCode(201);
        }
        var page = get("/groups?limit=500&peer_id=" + alice).statusCode(200).extract();
        assertThat(page.asByteArray()).hasSizeLessThan(1_200_000);
        assertThat(linked(page)).isNotNull();
        assertThat(follow("/groups?limit=500&peer_id=" + alice, "group_id")).hasSize(100);
    }

    @Test
    void membersAreFollowedToTheLastOne() {
        var members = IntStream.range(0, 9).mapToObj(i -> someone("m" + i)).toArray(String[]::new);
        var id = group(alice, members);

        assertThat(follow("/groups/" + id + "/members?limit=4", "peer_id"))
                .hasSize(10)
                .doesNotHaveDuplicates()
                .contains(members);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/groups", "/groups/GROUP/members", "/groups/GROUP/messages"})
    void nobodyPassesOverMoreThanTenThousand(String path) {
        var list = path.replace("GROUP", group(alice));
        get(list + "?offset=10000").statusCode(200);
        get(list + "?offset=10001")
                .statusCode(422)
                .body("fields[0].field", org.hamcrest.Matchers.equalTo("offset"))
                .body("detail", containsString("go on with"));
        get(list + "?limit=1.9").statusCode(422);
    }

    private static List<String> follow(String first, String field) {
        var all = new ArrayList<String>();
        for (var next = first; next != null; ) {
            var page = get(next).statusCode(200).extract();
            all.addAll(page.<List<String>>path(field));
            next = linked(page);
        }
        return all;
    }
}
