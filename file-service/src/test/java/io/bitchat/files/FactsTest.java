package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.get;
import static io.bitchat.files.Files.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class FactsTest {
    @Test
    void anUploadIsToldStepByStep() {
        var file = upload(bytes(Files.CHUNK + 1, 1));

        var facts = Heard.about(FileEvent.TOPIC, file, 4);

        assertThat(facts)
                .extracting(Heard.Fact::type)
                .containsExactly("initialised", "chunk_stored", "chunk_stored", "completed");
        assertThat(facts.get(2).value().path("uploaded_chunks").asInt()).isEqualTo(2);
        assertThat(facts.getLast().value().path("merkle_root").asText())
                .isEqualTo(get(file).extract().path("merkle_root"));
    }

    @Test
    void aCancellationIsTold() {
        var file = begin(10);
        given().delete(Files.ROOT + "/" + file).then().statusCode(204);

        var facts = Heard.about(FileEvent.TOPIC, file, 2);

        assertThat(facts.getLast().type()).isEqualTo("failed");
        assertThat(facts.getLast().value().path("reason").asText()).isEqualTo("cancelled");
    }
}
