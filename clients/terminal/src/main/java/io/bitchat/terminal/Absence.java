package io.bitchat.terminal;

import io.bitchat.api.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * Waits until an unavailable site is back: one small request polls for all waiters, so that nobody sends a chunk just
 * to find out. Confined to one event loop.
 */
public final class Absence {
    private final Vertx vertx;
    private final Site site;
    private final String question;
    private @Nullable Future<Answer> asking;

    /** @param question path of a request with an answer of a few bytes */
    public Absence(Vertx vertx, Site site, String question) {
        this.vertx = vertx;
        this.site = site;
        this.question = question;
    }

    /** Completes with the site's first answer that is not a temporary failure. */
    public Future<Answer> over() {
        if (asking != null) return asking;
        var answer = Promise.<Answer>promise();
        asking = answer.future();
        ask(new Pauses(vertx)).onComplete(asked -> {
            asking = null;
            answer.handle(asked);
        });
        return answer.future();
    }

    private Future<Answer> ask(Pauses pauses) {
        return site.get(question)
                .transform(asked -> asked.succeeded() && !asked.result().isRetryable()
                        ? Future.succeededFuture(asked.result())
                        : pauses.next().compose(_ -> ask(pauses)));
    }
}
