package io.bitchat.kit.schedule;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Pauses the scheduler at shutdown, before the resources of periodic jobs are closed. */
@ApplicationScoped
class SchedulerStop {
    void stop(@Observes ShutdownEvent shutdown, Scheduler scheduler) {
        scheduler.pause();
    }
}
