package io.bitchat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PENDING   | SENT DELIVERED READ FAILED",
                "SENT      | DELIVERED READ FAILED",
                "DELIVERED | READ",
                "READ      |",
                "FAILED    |",
            })
    void onlyTheseMayFollow(Status status, String followers) {
        var allowed = EnumSet.noneOf(Status.class);
        if (followers != null)
            Arrays.stream(followers.split(" ")).map(Status::valueOf).forEach(allowed::add);

        assertThat(Status.values()).filteredOn(status::mayBecome).containsExactlyInAnyOrderElementsOf(allowed);
    }

    @Test
    void nothingLeadsBack() {
        for (var one : Status.values()) {
            for (var other : Status.values()) {
                assertThat(one.mayBecome(other) && other.mayBecome(one))
                        .as("%s and %s", one, other)
                        .isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(Status status) {
        assertThat(Status.of(status.wire())).isEqualTo(status);
    }
}
