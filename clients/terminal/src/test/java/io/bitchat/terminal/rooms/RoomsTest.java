package io.bitchat.terminal.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.IndexRange;
import io.bitchat.terminal.Terminal;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomsTest {
    @Test
    void bothPeersFindTheSameRoom() {
        assertThat(Rooms.direct("alice", "bob"))
                .isEqualTo(Rooms.direct("bob", "alice"))
                .isNotEqualTo(Rooms.direct("alice", "carol"))
                .matches("direct-[0-9a-f]{32}");
    }

    @Test
    void aReasonInSomebodysOwnWordsChangesNothingElseOnTheScreen() {
        assertThat(Rooms.reason("\033[2Jno\n")).isEqualTo("\"[2Jno\"");
        assertThat(Rooms.reason("storage_full")).contains("no room");
        assertThat(Rooms.reason(null)).isNotEmpty();
    }

    @Test
    void rangesThatMakeNoSenseAreLeftOut() {
        var frame = new JsonObject("{\"missing\": [[0, 3], [5], [7, 6], [-1, 2], \"x\", [9, 9], [1, 99999999999]]}");
        assertThat(Missing.of(frame)).containsExactly(new IndexRange(0, 3), new IndexRange(9, 9));
        assertThat(Missing.of(new JsonObject("{\"missing\": 3}"))).isEmpty();
        assertThat(Missing.number(frame, "missing")).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "send pom.xml --room r",
                "send pom.xml --all",
                "send pom.xml --to bob --room r --all",
                "send pom.xml --to bob --as bob",
                "send pom.xml --to bob --sealed",
                "send pom.xml nothing.txt --to bob",
                "send pom.xml pom.xml",
                "receive --into pom.xml",
                "receive --count 0",
                "receive --from bob --as bob",
            })
    void aWrongCommandIsRefusedBeforeAnythingIsSent(String command) {
        assertThat(Terminal.commandLine().execute(command.split(" "))).isEqualTo(2);
    }
}
