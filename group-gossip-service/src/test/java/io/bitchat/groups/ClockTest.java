package io.bitchat.groups;

import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class ClockTest {
    private static final int INLINE = 64;

    @Inject
    Rows rows;

    @Test
    void theSixtyFifthWriterComesIntoTheColumnALittleLater() {
        var writers = IntStream.rangeClosed(1, INLINE + 1)
                .mapToObj(i -> someone("w" + i))
                .toList();
        var id = group(writers.getFirst(), writers.toArray(String[]::new));

        writers.subList(0, INLINE).forEach(writer -> send(id, writer, "x"));
        assertThat(column(id)).hasSize(INLINE);

        send(id, writers.getLast(), "x");
        send(id, writers.getFirst(), "y");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(column(id))
                .hasSize(INLINE + 1)
                .containsEntry(writers.getLast(), 1)
                .containsEntry(writers.getFirst(), 2));
        assertThat(rows.one("select clock_behind from group_chats where group_id = $1", id)
                        .getBoolean(0))
                .isFalse();
    }

    private static Map<String, Integer> column(String id) {
        return get("/groups/" + id + "?include=clock").extract().path("vector_clock");
    }
}
