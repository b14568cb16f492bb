package io.bitchat.files.transfer.link;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/** Closes links that nobody needs any more: no transfer of their peer runs in the room, and they have not joined it. */
@ApplicationScoped
class LinkSweep {
    private static final Duration UNNEEDED = Duration.ofSeconds(60);
    private static final int NORMAL = 1000;

    private final LinkRoute route;
    private final InstantSource clock;

    LinkSweep(LinkRoute route, InstantSource clock) {
        this.route = route;
        this.clock = clock;
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        var now = clock.instant();
        for (var reader : route.links()) {
            reader.in(room -> {
                var link = reader.link();
                if (room.isNeeded(link)) link.needed(now);
                else if (link.neededAt().plus(UNNEEDED).isBefore(now)) link.close(NORMAL, "not needed any more");
            });
        }
    }
}
