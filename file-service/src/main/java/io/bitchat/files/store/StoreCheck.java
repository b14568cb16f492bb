package io.bitchat.files.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Readiness check: names the store, and tells whether it accepts objects. */
@Readiness
@ApplicationScoped
class StoreCheck implements AsyncHealthCheck {
    private final ChunkStore store;

    StoreCheck(ChunkStore store) {
        this.store = store;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        var answer = HealthCheckResponse.named("store").withData("store", store.name());
        return store.check().map(_ -> answer.up().build()).onFailure().recoverWithItem(failure -> answer.down()
                .withData("cause", String.valueOf(failure))
                .build());
    }
}
