package io.bitchat.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the merged OpenAPI document promises is what the API takes and gives. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class ApiDocumentTest {
    private final Suite suite = Suite.open();
    private final JsonNode document = new Client(suite.url()).get("/openapi").body();

    @Test
    void namesAreThoseOnTheWire() {
        assertThat(propertiesOf("MessageSendRequest"))
                .contains("from_peer_id", "to_peer_id", "content", "encryption_algorithm");
        assertThat(propertiesOf("GroupCreateRequest")).contains("name", "created_by", "initial_members");
        assertThat(propertiesOf("GroupResponse")).contains("group_id", "member_count", "last_sync", "vector_clock");
        assertThat(propertiesOf("GroupMessagesRequest")).contains("group_id", "limit", "offset");
        assertThat(propertiesOf("PeerRegisterRequest")).contains("peer_id", "public_key", "display_name");
        assertThat(propertiesOf("BitChatStatsResponse")).contains("total_peers", "messages_24h");
        for (var schema : document.at("/components/schemas").properties()) {
            assertThat(propertiesOf(schema.getKey())).as(schema.getKey()).allMatch(name -> name.matches("[a-z0-9_]+"));
        }
    }

    @Test
    void everyServiceRouteTellsHowItRefusesAndTakesAToken() {
        assertThat(document.at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
        var send = document.at("/paths/~1api~1bitchat~1messages~1send/post");
        assertThat(send.path("security").toString()).contains("token");
        assertThat(send.at("/responses/429/$ref").asText()).isEqualTo("#/components/responses/TooManyRequests");
        assertThat(propertiesOf("Problem")).contains("code", "detail", "trace_id", "fields");
    }

    private List<String> propertiesOf(String schema) {
        var names = new ArrayList<String>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }
}
