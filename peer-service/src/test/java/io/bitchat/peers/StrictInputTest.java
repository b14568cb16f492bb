package io.bitchat.peers;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Almost valid input is refused with an explanation; the kit does this for every service. */
@QuarkusTest
@RealServers
class StrictInputTest {
    private static final String PEERS = "/api/bitchat/peers";

    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);

    /** An overlong slash, a lone surrogate, a truncated sequence, a byte that UTF-8 never uses. */
    @ParameterizedTest
    @ValueSource(strings = {"C0AF", "EDA080", "E282", "FF", "F8888080"})
    void aBodyThatIsNotUtf8IsRefused(String hex) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(("{\"peer_id\":\"" + alice + "\",\"public_key\":\"k\",\"display_name\":\"..").getBytes());
        body.writeBytes(java.util.HexFormat.of().parseHex(hex));
        body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));

        given().contentType(ContentType.JSON)
                .body(body.toByteArray())
                .post(PEERS + "/register")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_text"));
        given().get(PEERS + "/" + alice).then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0", "yes", "TRUE", "True", ""})
    void aParameterIsTrueOrFalseAndNothingElse(String value) {
        register();

        given().queryParam("is_online", value)
                .put(PEERS + "/" + alice + "/status")
                .then()
                .statusCode(422);
        if (value.isEmpty()) return; // an empty parameter counts as absent
        given().queryParam("online_only", value).get(PEERS).then().statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.9", "1e2", "0x10", "99999999999", "one"})
    void aParameterIsAWholeNumber(String value) {
        given().queryParam("limit", value).get(PEERS).then().statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void anIdThatNoUrlCanCarryIsRefused(String id) {
        given().contentType(ContentType.JSON)
                .body(Map.of("peer_id", id, "public_key", "k"))
                .post(PEERS + "/register")
                .then()
                .statusCode(422)
                .body("fields[0].field", equalTo("peer_id"));
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /api/bitchat/peers, GET HEAD",
        "PATCH, /api/bitchat/peers/x, GET HEAD DELETE",
        "GET, /api/bitchat/auth/token, POST",
        "POST, /api/bitchat/peers/x/status, PUT",
        "POST, /.well-known/jwks.json, GET HEAD"
    })
    void theWrongMethodIsToldTheRightOnes(String method, String path, String allowed) {
        var answer = given().contentType(ContentType.JSON).body("{}").request(method, path);
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(new TreeSet<>(List.of(answer.header("Allow").split(", "))))
                .isEqualTo(new TreeSet<>(Arrays.asList(allowed.split(" "))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br", "identity, gzip"})
    void aCodingThatNobodyUndoesIsRefused(String coding) {
        given().contentType(ContentType.JSON)
                .header("Content-Encoding", coding)
                .body("{\"peer_id\":\"" + alice + "\",\"public_key\":\"k\"}")
                .post(PEERS + "/register")
                .then()
                .statusCode(415)
                .body("detail", containsString("Content-Encoding"));
        given().get(PEERS + "/" + alice).then().statusCode(404);
    }

    @Test
    void identityIsNoCoding() {
        given().contentType(ContentType.JSON)
                .header("Content-Encoding", "identity")
                .body("{\"peer_id\":\"" + alice + "\",\"public_key\":\"k\"}")
                .post(PEERS + "/register")
                .then()
                .statusCode(201);
    }

    private void register() {
        given().contentType(ContentType.JSON)
                .body(Map.of("peer_id", alice, "public_key", "k"))
                .post(PEERS + "/register")
                .then()
                .statusCode(201);
    }
}
