package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API accepts and returns what the merged OpenAPI document promises. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class ApiDocumentTest {
    private final Suite suite = Suite.open();
    private final Client client = new Client(suite.url());
    private final JsonNode document = client.get("/openapi").body();

    @Test
    void namesAreThoseOnTheWire() {
        assertThat(propertiesOf("MessageSendRequest"))
                .contains("from_peer_id", "to_peer_id", "content", "encryption_algorithm");
        assertThat(propertiesOf("GroupCreateRequest")).contains("name", "created_by", "initial_members");
        assertThat(propertiesOf("GroupResponse")).contains("group_id", "member_count", "last_sync", "vector_clock");
        assertThat(propertiesOf("GroupMessagesRequest")).contains("group_id", "limit", "offset");
        assertThat(propertiesOf("PeerRegisterRequest")).contains("peer_id", "public_key", "display_name");
        assertThat(propertiesOf("ConversationRequest")).contains("peer_id", "other_peer_id", "limit", "offset");
        for (var schema : document.at("/components/schemas").properties()) {
            assertThat(propertiesOf(schema.getKey())).as(schema.getKey()).allMatch(name -> name.matches("[a-z0-9_]+"));
        }
    }

    /** Each answer has the fields that the document promises, and no others. */
    @Test
    void answersHaveTheFieldsOfTheirSchema() {
        var alice = Client.someone("alice");
        var bob = Client.someone("bob");
        var registered =
                client.post("/peers/register", Map.of("peer_id", alice, "public_key", "k", "display_name", "Alice"));
        client.send(alice, bob, "hello");
        var group = client.post("/groups", Map.of("name", "n", "created_by", alice))
                .body()
                .path("group_id")
                .asText();

        assertFields("PeerResponse", registered.body());
        assertFields(
                "MessageResponse",
                client.get("/messages/conversation/" + alice + "/" + bob).body().get(0));
        assertFields(
                "GroupResponse",
                client.get("/groups/" + group + "?include=clock").body());
        assertFields("BitChatStatsResponse", client.get("/stats").body());
    }

    private void assertFields(String schema, JsonNode answer) {
        var fields = new ArrayList<String>();
        answer.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).as(schema).isNotEmpty().containsExactlyInAnyOrderElementsOf(propertiesOf(schema));
    }

    /** Includes the references of the socket frames, which another part of the document describes. */
    @Test
    void everyReferenceLeadsSomewhere() {
        var references = document.findValuesAsText("$ref");

        assertThat(references).contains("#/components/schemas/MessageResponse");
        assertThat(references).allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
        assertThat(document.at("/paths/~1api~1bitchat~1ws~1{peer_id}/get/x-websocket-frames/server"))
                .isNotEmpty();
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
