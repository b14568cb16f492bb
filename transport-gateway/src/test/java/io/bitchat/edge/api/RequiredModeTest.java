package io.bitchat.edge.api;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that lets nobody in without a token. */
@QuarkusTest
@QuarkusTestResource(value = OwnFolder.class, restrictToAnnotatedClass = true)
@TestProfile(RequiredModeTest.Required.class)
class RequiredModeTest {
    public static class Required implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("bitchat.auth.mode", "required");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/transports",
                "/transports/mesh",
                "/transports/mesh/peers",
                "/transport/queue",
                "/transport/config",
                "/transport/inbox",
                "/transport/messages/m1?receiver_id=x"
            })
    void aStrangerReadsNothing(String path) {
        given().get("/api/bitchat" + path).then().statusCode(401).body("code", equalTo("unauthenticated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/transport/send", "/transport/plan"})
    void aStrangerSendsNothing(String path) {
        given().contentType("application/json")
                .body("{\"receiver_id\":\"x\",\"payload\":\"\"}")
                .post("/api/bitchat" + path)
                .then()
                .statusCode(401);
    }

    @Test
    void aStrangerDeletesNothing() {
        given().delete("/api/bitchat/transport/inbox?through=1").then().statusCode(401);
        given().delete("/api/bitchat/transports/mesh/pins/bob").then().statusCode(401);
    }
}
