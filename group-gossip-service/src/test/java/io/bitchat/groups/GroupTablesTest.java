package io.bitchat.groups;

import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class GroupTablesTest {
    @Inject
    Rows rows;

    private final String alice = someone("alice");
    private final String bob = someone("bob");

    @Test
    void theTablesKeepTheirPromises() {
        var id = group(alice, bob);
        assertThatThrownBy(() -> rows.all("update group_memberships set role = 'owner' where group_id = $1", id))
                .hasMessageContaining("group_memberships_role_check");
        assertThatThrownBy(
                        () -> rows.all("update group_chats set created_by = 'nobody-at-all' where group_id = $1", id))
                .hasMessageContaining("group_chats_created_by_fkey");
        assertThatThrownBy(
                        () -> rows.all("update group_memberships set group_id = 'group_none' where group_id = $1", id))
                .hasMessageContaining("group_memberships_group_id_fkey");
        assertThat(columns("group_chats"))
                .contains("id", "group_id", "name", "description", "created_by", "created_at", "is_active")
                .contains("member_count", "message_count", "vector_clock", "last_sync");
        assertThat(columns("group_memberships"))
                .contains("id", "group_id", "peer_id", "role", "joined_at", "left_at", "is_active", "messages_sent");
    }

    private List<String> columns(String table) {
        return rows
                .all(
                        "select column_name::text from information_schema.columns where table_schema = 'groups'"
                                + " and table_name = $1",
                        table)
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void figuresAreThere() {
        trySend("group_nowhere", alice, "x").statusCode(404);
        send(group(alice), alice, "x");

        var figures = given().get("/metrics").asString();
        assertThat(figures)
                .contains("bitchat_groups_created_total", "bitchat_groups_messages_accepted_total")
                .contains("bitchat_groups_refused_total{code=\"not_found\"");
        given().get("/q/health/ready").then().statusCode(200).body("status", not(equalTo("DOWN")));
    }
}
