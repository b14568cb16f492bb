package io.bitchat.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.rooms.transfer.State;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.Fault;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/protocols/rooms.md names every code, reason and time. */
class RoomsDocumentTest {
    private final String page = read();

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyRefusalIsInItsTableWithItsStatus(Refusal refusal) {
        assertThat(page).contains("| `" + refusal.wire() + "` | " + refusal.status() + " |");
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void everyReasonIsExplained(String reason) {
        assertThat(page.substring(page.indexOf("Reasons of an end"))).contains("`" + reason + "`");
    }

    static Stream<String> reasons() {
        return Arrays.stream(Reason.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
                .map(field -> {
                    try {
                        return (String) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultOfAFrameIsNamed(Fault fault) {
        assertThat(page).contains("`" + fault.wire() + "`");
    }

    @ParameterizedTest
    @EnumSource(State.Cause.class)
    void everyCauseOfAPauseIsNamed(State.Cause cause) {
        assertThat(page).contains("`" + cause.wire() + "`");
    }

    @Test
    void timesAndLimitsAreTheDefaults() {
        var settings = TransferSettings.defaults();
        var limits = RoomLimits.defaults();

        assertThat(settings.offerLife()).hasHours(1);
        assertThat(settings.pausedLife()).hasHours(1);
        assertThat(settings.idle()).hasSeconds(30);
        assertThat(settings.senderGrace()).hasSeconds(30);
        assertThat(settings.lateAcceptance()).hasSeconds(10);
        assertThat(settings.progressEvery()).hasSeconds(1);
        assertThat(page).contains("| window of each leg, at most | %,d bytes |".formatted(settings.windowBytes()));
        assertThat(page).contains("| receivers of one transfer | %d |".formatted(settings.maxReceivers()));
        assertThat(page).contains("| size of a file | %,d bytes |".formatted(limits.maxBytes()));
        assertThat(page).contains("| transfers of one sender that have not ended | %d |".formatted(limits.perUser()));
        assertThat(page).contains("| transfers in one room that have not ended | %d |".formatted(limits.perRoom()));
        assertThat(page).contains("a header of %d bytes".formatted(ChunkFrameCodec.HEADER_BYTES));
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("bitchat.root"), "docs/protocols/rooms.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
