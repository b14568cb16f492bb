package io.bitchat.kit.time;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Starts no periodic work any more once the service stops: what it works with is closed one after the other. */
@ApplicationScoped
class SchedulerStop {
    void stop(@Observes ShutdownEvent shutdown, Scheduler scheduler) {
        scheduler.pause();
    }
}
