package io.bitchat.files.transfer.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.files.transfer.table.TransferRow;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Answers requests of routes beside the JAX-RS resources with a transfer. */
@Singleton
class TransferWriter {
    private final ObjectMapper json;

    TransferWriter(ObjectMapper json) {
        this.json = json;
    }

    Uni<Void> write(RoutingContext http, TransferRow row) {
        return Uni.createFrom().completionStage(() -> http.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(text(row))
                .toCompletionStage());
    }

    private String text(TransferRow row) {
        try {
            return json.writeValueAsString(TransferResponse.of(row));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a transfer is always JSON", e);
        }
    }
}
