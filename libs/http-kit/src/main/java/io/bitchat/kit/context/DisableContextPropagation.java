package io.bitchat.kit.context;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Removes the capture and restoring of thread contexts from all Mutiny operators. Nothing in the suite is bound to a
 * thread: the state of a request is kept in its Vert.x context or passed as an argument. The wrapping took a tenth of
 * the CPU time of a send.
 */
@ApplicationScoped
class DisableContextPropagation {
    void install(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent startup) {
        Infrastructure.clearInterceptors();
    }
}
