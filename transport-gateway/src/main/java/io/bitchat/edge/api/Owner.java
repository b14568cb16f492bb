package io.bitchat.edge.api;

import io.bitchat.edge.node.EdgeNode;
import io.bitchat.kit.auth.Access;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets in who owns this node: whoever has a token of the node's id. */
@ApplicationScoped
class Owner {
    private final EdgeNode node;
    private final Access access;

    Owner(EdgeNode node, Access access) {
        this.node = node;
        this.access = access;
    }

    /** Answers the owner; fails with 401 or 403 for anybody else. */
    <T> Uni<T> only(RoutingContext http, Supplier<CompletionStage<T>> answer) {
        return access.as(node.id(), http.request()).chain(() -> Uni.createFrom().completionStage(answer));
    }
}
