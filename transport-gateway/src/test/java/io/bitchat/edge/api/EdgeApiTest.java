package io.bitchat.edge.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.transport.settings.Setting;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP API of a node that has a neighbour on the loopback interface. */
@QuarkusTest
@QuarkusTestResource(value = OwnFolder.class, restrictToAnnotatedClass = true)
class EdgeApiTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String API = "/api/bitchat";

    @TempDir
    Path folder;

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "bitchat.edge.group")
    String group;

    private final String there = "there-" + UUID.randomUUID();
    private Neighbour neighbour;

    @BeforeEach
    void start() throws Exception {
        neighbour = newNeighbour(there);
        await().atMost(SOON).until(() -> isLinked(there));
    }

    @AfterEach
    void stop() {
        neighbour.close();
    }

    private Neighbour newNeighbour(String id) throws Exception {
        var parts = group.split(":");
        var address = new InetSocketAddress(InetAddress.getByName(parts[0]), Integer.parseInt(parts[1]));
        return new Neighbour(vertx, id, address, folder);
    }

    private static boolean isLinked(String id) {
        return RestAssured.get(API + "/transports/mesh/peers")
                .jsonPath()
                .getList("findAll { it.connection != 'none' }.peer_id")
                .contains(id);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Response post(String path, String body) {
        return given().contentType("application/json")
                .body(body.replace('\'', '"'))
                .post(API + path);
    }

    private static String body(String receiver, String text, String more) {
        return "{'receiver_id':'%s','payload':'%s'%s}".formatted(receiver, base64(text), more);
    }

    private static int queued() {
        return RestAssured.get(API + "/transport/queue").jsonPath().getInt("messages");
    }

    // --- transports

    @Test
    void listsAllTransportsWithTheReasonAndTheRemedyOfThoseThatDoNotWork() {
        given().get(API + "/transports")
                .then()
                .statusCode(200)
                .body("id", contains("ble", "htx", "mesh"))
                .body("available", contains(false, false, true))
                .body("findAll { !it.available }.reason", everyItem(equalTo("not_built")))
                .body("findAll { !it.available }.remedy", everyItem(containsString("use another transport")));
        given().get(API + "/transports/mesh")
                .then()
                .statusCode(200)
                .body("type", equalTo("MESH_RELAY"))
                .body("capabilities.supports_broadcast", equalTo(true))
                .body("capabilities.requires_internet", equalTo(false));
        given().get(API + "/transports/pigeon").then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void tellsTheTwelveSettingsAndWhereTheyComeFrom() {
        var keys = Arrays.stream(Setting.values()).map(Setting::key).toArray(String[]::new);
        given().get(API + "/transport/config")
                .then()
                .statusCode(200)
                .body("key", hasItems(keys))
                .body("", hasSize(12))
                .body("find { it.key.endsWith('enable_failover') }.source", equalTo("default"))
                .body("find { it.key.endsWith('failover_timeout_sec') }.value", equalTo("5"))
                .body("find { it.key.endsWith('failover_timeout_sec') }.default", equalTo("10"));
    }

    @Test
    void aPeerWithAnotherKeyIsListedAsRefusedUntilTheFirstKeyIsForgotten() throws Exception {
        neighbour.close();
        neighbour = newNeighbour(there);
        await().atMost(SOON).untilAsserted(() -> given().get(API + "/transports/mesh/peers")
                .then()
                .body("find { it.peer_id == '" + there + "' }.refused_fingerprint", equalTo(neighbour.fingerprint())));
        given().get(API + "/transports/mesh/peers")
                .then()
                .body("find { it.peer_id == '" + there + "' }.presence", equalTo("absent"))
                .body("find { it.peer_id == '" + there + "' }.refused_at", notNullValue())
                .body("find { it.peer_id == '" + there + "' }.fingerprint", not(equalTo(neighbour.fingerprint())));

        given().delete(API + "/transports/mesh/pins/" + there).then().statusCode(204);

        await().atMost(SOON).until(() -> isLinked(there));
        given().get(API + "/transports/mesh/peers")
                .then()
                .body("find { it.peer_id == '" + there + "' }.refused_fingerprint", nullValue())
                .body("find { it.peer_id == '" + there + "' }.fingerprint", equalTo(neighbour.fingerprint()));
    }

    @Test
    void theKeyOfAPeerThatWasNeverThereIsForgotten() {
        given().delete(API + "/transports/mesh/pins/nobody").then().statusCode(204);
        given().delete(API + "/transports/mesh/pins/a b").then().statusCode(422);
    }

    // --- sending

    @Test
    void sendsToAPeerOfTheLanAndTellsHow() {
        var sent = post("/transport/send", body(there, "hello", ",'message_id':'hello-1'"));

        sent.then()
                .statusCode(200)
                .body("status", equalTo("sent"))
                .body("transport", equalTo("mesh"))
                .body("privacy_achieved", equalTo("none"));
        assertThat(neighbour.got).containsExactly("hello");
        given().get(API + "/transport/messages/hello-1?receiver_id=" + there)
                .then()
                .statusCode(200)
                .body("status", equalTo("sent"))
                .body("attempts", hasSize(1))
                .body("attempts[0].transport", equalTo("mesh"))
                .body("attempts[0].result", equalTo("sent"));
    }

    @Test
    void theSameMessageIsSentOnceAndItsIdBelongsToIt() {
        var body = body(there, "once", ",'message_id':'once-1'");

        post("/transport/send", body).then().statusCode(200);
        post("/transport/send", body).then().statusCode(200).body("status", equalTo("sent"));
        post("/transport/send", body(there, "another", ",'message_id':'once-1'"))
                .then()
                .statusCode(409)
                .body("code", equalTo("id_conflict"));

        assertThat(neighbour.got).containsExactly("once");
    }

    @Test
    void aMessageWaitsForItsReceiverAndLeavesWhenThatComes() throws Exception {
        var late = "late-" + UUID.randomUUID();
        for (int i = 0; i < 5; i++) {
            post("/transport/send", body(late, "wait " + i, ",'message_id':'wait-" + i + "'"))
                    .then()
                    .statusCode(202)
                    .body("status", equalTo("queued"))
                    .body("reason", equalTo("receiver_unreachable"));
        }
        assertThat(queued()).isEqualTo(5);

        try (var one = newNeighbour(late)) {
            await().atMost(SOON).until(() -> queued() == 0);
            assertThat(one.got).containsExactly("wait 0", "wait 1", "wait 2", "wait 3", "wait 4");
        }
        given().get(API + "/transport/messages/wait-4?receiver_id=" + late)
                .then()
                .body("status", equalTo("sent"));
    }

    @Test
    void aPlanNamesEveryTransportAndSendsNothing() {
        post("/transport/plan", body(there, "never sent", ""))
                .then()
                .statusCode(200)
                .body("verdict", equalTo("send"))
                .body("transport", equalTo("mesh"))
                .body("privacy_achieved", equalTo("none"))
                .body("transports.transport", contains("mesh", "ble", "htx"))
                .body("transports[1].score", equalTo(0))
                .body("transports[1].cause", equalTo("not_built"));

        assertThat(neighbour.got).isEmpty();
        assertThat(queued()).isZero();
    }

    @Test
    void whatNeedsPrivacyWaitsOrIsRefusedAndNeverTakesTheLan() {
        var privately = ",'requires_privacy':true,'ttl_seconds':1";
        post("/transport/plan", body(there, "secret", privately))
                .then()
                .body("verdict", equalTo("queue"))
                .body("reason", equalTo("no_private_transport"));
        post("/transport/send", body(there, "secret", privately))
                .then()
                .statusCode(202)
                .body("reason", equalTo("no_private_transport"));
        post("/transport/send", body(there, "secret", ",'requires_privacy':true,'strict':true"))
                .then()
                .statusCode(422)
                .body("code", equalTo("no_private_transport"));

        await().atMost(SOON).until(() -> queued() == 0);
        assertThat(neighbour.got).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                          | 422 | receiver_id
            {'receiver_id':'a b','payload':''}                          | 422 | receiver_id
            {'receiver_id':'here','payload':''}                         | 422 | this node
            {'receiver_id':'x'}                                         | 422 | payload
            {'receiver_id':'x','payload':'%%%'}                         | 422 | base64
            {'receiver_id':'x','payload':5}                             | 422 | payload
            {'receiver_id':'x','payload':'','policy':'slow'}            | 422 | policy
            {'receiver_id':'x','payload':'','privacy':'maybe'}          | 422 | privacy
            {'receiver_id':'x','payload':'','privacy':'any','requires_privacy':true} | 422 | requires_privacy
            {'receiver_id':'x','payload':'','transport_preference':'tcp'} | 422 | transport_preference
            {'receiver_id':'x','payload':'','ttl_seconds':0}            | 422 | ttl_seconds
            {'receiver_id':'x','payload':'','ttl_seconds':604801}       | 422 | ttl_seconds
            {'receiver_id':'x','payload':'','message_id':'../..'}       | 422 | message_id
            {'receiver_id':'x','payload':'','message_type':'a b'}       | 422 | message_type
            [1]                                                         | 400 |
            {                                                           | 400 |
            """)
    void badInputIsRefusedWithTheFieldAndLeavesNothing(String body, int status, String named) {
        for (var path : new String[] {"/transport/send", "/transport/plan"}) {
            var answer = post(path, body);
            assertThat(answer.statusCode()).as(path + " " + body).isEqualTo(status);
            if (named != null) assertThat(answer.asString()).contains(named);
        }
        assertThat(queued()).isZero();
    }

    @Test
    void aPayloadOfMoreThanOneMebibyteIsRefused() {
        var large = Base64.getEncoder().encodeToString(new byte[1_048_577]);

        post("/transport/send", "{'receiver_id':'x','payload':'" + large + "'}")
                .then()
                .statusCode(413)
                .body("detail", containsString("1048576"));
    }

    // --- what arrives

    @Test
    void whatArrivesIsListedInPagesUntilItIsDeletedAndComesOnlyOnce() throws Exception {
        for (int i = 0; i < 3; i++) neighbour.send("in-" + i, "text " + i);
        await().atMost(SOON).until(() -> neighbour.queued() == 0);

        var page = given().get(API + "/transport/inbox?limit=2");
        page.then().statusCode(200).body("message_id", contains("in-0", "in-1"));
        page.then().body("sender_id", everyItem(equalTo(there))).body("unverified", everyItem(equalTo(false)));
        assertThat(page.jsonPath().getString("[0].payload")).isEqualTo(base64("text 0"));
        long last = page.jsonPath().getLong("[1].number");
        assertThat(page.header("Link")).contains("after=" + last).contains("rel=\"next\"");
        given().get(API + "/transport/inbox?after=" + last).then().body("message_id", contains("in-2"));

        given().delete(API + "/transport/inbox?through=" + (last + 1))
                .then()
                .statusCode(200)
                .body("deleted", equalTo(3));
        given().get(API + "/transport/inbox").then().body("", hasSize(0));
    }

    @Test
    void itsMetricsTellOfTheMeshAndTheQueue() {
        await().atMost(SOON).untilAsserted(() -> {
            var metrics = RestAssured.get("/metrics").asString();
            assertThat(metrics)
                    .contains("bitchat_mesh_links{connection=\"plain\"} 1.0")
                    .contains("bitchat_mesh_peers{presence=\"fresh\"}")
                    .contains("bitchat_mesh_refused_total{reason=\"not_json\"} 0.0")
                    .contains("bitchat_edge_queue_messages 0.0");
            assertThat(metrics.lines()
                            .filter(line -> line.startsWith("bitchat_mesh_events_total{event=\"beacons_received\"}")))
                    .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                    .doesNotEndWith(" 0.0");
        });
    }

    @Test
    void itsOwnDocumentNamesTheRoutes() {
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItem("/api/bitchat/transport/send"));
    }
}
