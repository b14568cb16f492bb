package io.bitchat.files.source;

import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.someone;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class SourceTest {
    private static ValidatableResponse announce(String file, Map<String, Object> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(Files.ROOT + "/" + file + "/sources")
                .then();
    }

    private static Map<String, Object> said(String peer, Object chunks) {
        return new HashMap<>(Map.of("peer_id", peer, "chunks", chunks));
    }

    @Test
    void aPeerThatHoldsAllIsADownloadSource() {
        var file = upload(bytes(2 * Files.CHUNK, 1));
        String uploader = get(file).extract().path("uploaded_by");
        var peer = someone();

        announce(file, said(peer, "all"))
                .statusCode(200)
                .body("chunks", equalTo(List.of(List.of(0, 1))))
                .body("held_chunks", equalTo(2))
                .body("url", nullValue());

        get(file).body("download_sources", contains(peer));
        get(file + "/chunks").body("[1].available_from", contains(uploader, peer));
    }

    @Test
    void aPeerThatHoldsSomeIsASourceOfThese() {
        var file = upload(bytes(3 * Files.CHUNK, 2));
        String uploader = get(file).extract().path("uploaded_by");
        var peer = someone();
        var body = said(peer, List.of(List.of(2, 2), List.of(0, 0)));
        body.put("url", "https://site-b.example/api/bitchat/files/" + file);

        announce(file, body).statusCode(200);
        announce(file, body).statusCode(200);

        get(file).body("download_sources", empty());
        get(file + "/chunks")
                .body("[0].available_from", contains(uploader, peer))
                .body("[1].available_from", contains(uploader));
        get(file + "/sources")
                .body("", hasSize(1))
                .body("[0].chunks", equalTo(List.of(List.of(0, 0), List.of(2, 2))))
                .body("[0].url", equalTo(body.get("url")));
        var facts = Heard.about(FileEvent.TOPIC, file, 6);
        assertThat(facts)
                .extracting(Heard.Fact::type)
                .filteredOn("source_announced"::equals)
                .hasSize(1);
        assertThat(facts.getLast().value().path("held_chunks").asInt()).isEqualTo(2);
    }

    @Test
    void aSourceIsWithdrawn() {
        var file = upload(bytes(10, 3));
        var peer = someone();
        announce(file, said(peer, "all")).statusCode(200);

        for (int again = 0; again < 2; again++) {
            given().delete(Files.ROOT + "/" + file + "/sources/" + peer).then().statusCode(204);
        }

        get(file).body("download_sources", empty());
        get(file + "/sources").body("", empty());
    }

    @Test
    void sourcesAreListedInPagesAndBounded() {
        var file = upload(bytes(10, 4));
        for (int i = 0; i < 100; i++)
            announce(file, said("peer-%03d".formatted(i), "all")).statusCode(200);

        announce(file, said("peer-100", "all")).statusCode(409).body("code", equalTo("too_many_sources"));
        announce(file, said("peer-050", "all")).statusCode(200);

        get(file + "/sources").body("", hasSize(50)).body("[49].peer_id", equalTo("peer-049"));
        get(file + "/sources?after=peer-097&limit=10").body("peer_id", contains("peer-098", "peer-099"));
        get(file + "/sources?limit=101").statusCode(422);
    }

    @Test
    void aPlaceInTheListIsAPeersId() {
        var file = upload(bytes(10, 4));

        given().queryParam("after", "\0")
                .get(Files.ROOT + "/" + file + "/sources")
                .then()
                .statusCode(422)
                .body("fields[0].field", equalTo("after"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"some\"",
                "[]",
                "[[0, 1]]",
                "[[1, 0]]",
                "[[-1, 0]]",
                "[[0]]",
                "[0]",
                "[[0, 0.5]]",
                "{}",
                "7",
                "null"
            })
    void chunksThatTheFileDoesNotHaveAreRefused(String chunks) {
        var file = upload(bytes(10, 5));

        given().contentType(ContentType.JSON)
                .body("{\"peer_id\": \"bob\", \"chunks\": " + chunks + "}")
                .post(Files.ROOT + "/" + file + "/sources")
                .then()
                .statusCode(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "gopher://host/1",
                "http://user:pw@host/f",
                "http://host/f?q",
                "not a url",
                "http://"
            })
    void whatIsNoAddressOfAFileIsRefused(String url) {
        var file = upload(bytes(10, 6));
        var body = said("bob", "all");
        body.put("url", url);

        announce(file, body).statusCode(422).body("fields[0].field", equalTo("url"));
    }

    @Test
    void thereAreNoSourcesOfAFileThatIsNotThere() {
        announce("file_none", said("bob", "all")).statusCode(404);
        get("file_none/sources").statusCode(404);
    }
}
