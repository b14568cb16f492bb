package io.bitchat.groups;

import static io.bitchat.groups.Api.add;
import static io.bitchat.groups.Api.deleteAs;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.putAs;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class FactsTest {
    private final String alice = someone("alice");
    private final String bob = someone("bob");
    private final String carol = someone("carol");

    @Test
    void everyChangeIsToldInOrderWithTheWholeState() {
        var id = group(alice, bob);
        add(alice, id, carol, "moderator").statusCode(201);
        putAs(alice, "/groups/" + id + "/members/" + carol, Map.of("role", "admin"))
                .statusCode(200);
        putAs(alice, "/groups/" + id, Map.of("name", "New")).statusCode(200);
        deleteAs(alice, "/groups/" + id + "/members/" + bob).statusCode(200);
        deleteAs(carol, "/groups/" + id + "/members/" + carol).statusCode(200);
        deleteAs(alice, "/groups/" + id).statusCode(200);

        var facts = Heard.about(GroupEvent.TOPIC, id, 7);

        assertThat(facts)
                .extracting(Heard.Fact::type)
                .containsExactly(
                        "created", "member_joined", "role_changed", "changed", "member_left", "member_left", "changed");
        assertThat(facts)
                .extracting(fact -> fact.value().path("version").asInt())
                .containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(facts)
                .extracting(fact -> fact.value().path("reason").asText())
                .containsExactly("", "", "", "", "removed", "left", "");
        assertThat(facts.get(2).value().path("members"))
                .extracting(member -> member.path("peer_id").asText() + " "
                        + member.path("role").asText())
                .containsExactly(alice + " admin", bob + " member", carol + " admin");
        var last = facts.getLast().value();
        assertThat(last.path("name").asText()).isEqualTo("New");
        assertThat(last.path("is_active").asBoolean(true)).isFalse();
        assertThat(last.path("members")).hasSize(1);
    }

    @Test
    void aMessageNamesWhoWasAMemberThen() {
        var id = group(bob, alice);
        send(id, bob, "to both");
        deleteAs(bob, "/groups/" + id + "/members/" + alice).statusCode(200);
        send(id, bob, "to one");

        var facts = Heard.about(GroupMessageEvent.TOPIC, id, 2);

        assertThat(recipients(facts.getFirst().value())).containsExactly(alice, bob);
        assertThat(recipients(facts.getLast().value())).containsExactly(bob);
        var first = facts.getFirst().value();
        assertThat(first.path("content").asText()).isEqualTo("to both");
        assertThat(first.path("sequence").asLong()).isEqualTo(1);
        assertThat(first.path("clock_entry").asLong()).isEqualTo(1);
    }

    static java.util.List<String> recipients(JsonNode message) {
        return StreamSupport.stream(message.path("recipients").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
