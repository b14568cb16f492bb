package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.messages.RealServers;
import io.bitchat.messages.TestSocket;
import io.bitchat.messages.inbox.MessageReader;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sockets that are silent, as the service's own housekeeping looks for them; only its clock is the test's. */
@QuarkusTest
@RealServers
class HubTest {
    @Inject
    Hub hub;

    @Inject
    Presence presence;

    @Inject
    MessageReader reader;

    @Inject
    Pool pool;

    @Inject
    Scheduler scheduler;

    private final String alice = "alice-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();

    @Test
    void aSocketThatWasSilentFor75SecondsIsClosedAndOneThatWasHeardOfIsNot() throws Exception {
        var before = Instant.now();
        try (var silent = TestSocket.open(alice);
                var talking = TestSocket.open(bob)) {
            lookAt(before.plusSeconds(75));
            assertThat(silent.isQuiet()).isTrue();
            var between = Instant.now();
            assertThat(talking.isQuiet()).isTrue();

            lookAt(between.plusSeconds(75));

            assertThat(silent.closeCode()).isEqualTo(4408);
            assertThat(talking.isQuiet()).isTrue();
        }
    }

    /** Otherwise nobody would look. */
    @Test
    void theServiceLooksBySchedule() {
        assertThat(scheduler.getScheduledJobs())
                .extracting(Trigger::getMethodDescription)
                .contains(Housekeeping.class.getName() + "#closeStale");
    }

    private void lookAt(Instant now) {
        new Housekeeping(hub, presence, reader, pool, () -> now).closeStale();
    }
}
