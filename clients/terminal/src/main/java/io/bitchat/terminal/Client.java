package io.bitchat.terminal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Resources of a command: an event loop, and the site. */
public final class Client implements AutoCloseable {
    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4));

    public Vertx vertx() {
        return vertx;
    }

    /** The site, with a token if it requires one. */
    public Site site(SiteOptions options) {
        var site = new Site(vertx, options.url, options.givenToken());
        var wants = await(site.get("/files/file_nobody").map(answer -> answer.status() == 401));
        if (wants && options.givenToken().isPresent()) {
            throw new Failure("the site rejected the token; it may have expired. Omit --token to use your key");
        }
        if (wants) await(site.logIn(options.peer, PeerKey.of(options.keys(), options.peer)));
        return site;
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted; run the same command again to resume");
        }
    }

    private static Failure failure(@Nullable Throwable cause) {
        if (cause instanceof Failure known) return known;
        if (cause instanceof ConnectException) {
            return new Failure(
                    "no site answers (" + cause.getMessage() + "); start one with ./bitchat up, or set --url");
        }
        return new Failure(cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage());
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
