package io.bitchat.terminal;

import io.bitchat.terminal.Site.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The end of a site's absence: one small question stands for all who wait for it, so that nobody sends a chunk to find out.
 * On one event loop.
 */
final class Absence {
    private final Vertx vertx;
    private final Site site;
    private final String question;
    private @Nullable Future<Answer> asking;

    /** @param question a path that the site answers in a few bytes */
    Absence(Vertx vertx, Site site, String question) {
        this.vertx = vertx;
        this.site = site;
        this.question = question;
    }

    /** Completes with what the site answers, as soon as it answers something that would be no other a little later. */
    Future<Answer> over() {
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
                .transform(asked -> asked.succeeded() && !asked.result().mayPass()
                        ? Future.succeededFuture(asked.result())
                        : pauses.next().compose(_ -> ask(pauses)));
    }
}
