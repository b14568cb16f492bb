package io.bitchat.terminal.upload;

import io.bitchat.api.Answer;
import io.bitchat.chunks.ChunkHash;
import io.bitchat.terminal.Absence;
import io.bitchat.terminal.Pauses;
import io.bitchat.terminal.ProgressBar;
import io.bitchat.terminal.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Sends the chunks that a site does not have, five at a time. While the site or its store is unavailable, one chunk at
 * a time probes it, after pauses and only once the site answers at all: a chunk is long, and five would be sent in
 * vain. Confined to one event loop.
 */
final class Upload {
    private static final int IN_FLIGHT = 5;
    private static final String WAITING = "waiting for the site";

    private final Vertx vertx;
    private final Site site;
    private final Outgoing file;
    private final String fileId;
    private final int chunkSize;
    private final Absence absence;
    private final ProgressBar bar;
    private final Queue<Integer> missing = new ArrayDeque<>();
    private final Promise<Void> done = Promise.promise();
    private int inFlight;
    /** The pauses since the site became unavailable; null while it is available. */
    private @Nullable Pauses pauses;

    private boolean pausing;

    Upload(Vertx vertx, Site site, Outgoing file, JsonObject begun, Absence absence, ProgressBar bar) {
        this.vertx = vertx;
        this.site = site;
        this.file = file;
        this.fileId = begun.getString("file_id");
        this.chunkSize = begun.getInteger("chunk_size");
        this.absence = absence;
        this.bar = bar;
    }

    /** @param chunks chunks to send, in this order */
    Future<Void> run(List<Integer> chunks) {
        missing.addAll(chunks);
        vertx.runOnContext(_ -> next());
        return done.future();
    }

    private void next() {
        while (hasRoom() && !missing.isEmpty() && !done.future().isComplete()) {
            inFlight++;
            send(missing.remove()).onComplete(sent -> {
                inFlight--;
                if (sent.failed()) done.tryFail(sent.cause());
                next();
            });
        }
        if (inFlight == 0 && missing.isEmpty()) done.tryComplete();
    }

    private boolean hasRoom() {
        return !pausing && inFlight < (pauses == null ? IN_FLIGHT : 1);
    }

    /** A chunk with its hash. */
    private record Part(int index, byte[] bytes, String hash) {}

    private Future<Void> send(int index) {
        return vertx.executeBlocking(() -> part(index), false).compose(part -> attempt(part, new Pauses(vertx)));
    }

    private Part part(int index) throws java.io.IOException {
        var bytes = file.chunk(fileId, index, chunkSize);
        return new Part(index, bytes, ChunkHash.of(bytes).toString());
    }

    /** @param own pauses of this chunk, which must wait while others need not */
    private Future<Void> attempt(Part part, Pauses own) {
        return site.chunk(fileId, part.index(), part.bytes(), part.hash()).transform(result -> {
            if (result.failed() || result.result().isUnavailable()) return away(part);
            var answer = result.result();
            if (answer.isOk()) return stored(part);
            if (!passes(answer)) return Site.refused("chunk " + part.index(), answer);
            bar.say(WAITING);
            // the site does answer, so the other chunks need not wait for this one
            pauses = null;
            next();
            return own.next().compose(_ -> absence.over()).compose(_ -> attempt(part, own));
        });
    }

    private Future<Void> stored(Part part) {
        pauses = null;
        bar.say("");
        bar.moved(part.bytes().length);
        return Future.succeededFuture();
    }

    /**
     * Requeues the chunk behind all others, because it may be the only one that fails. Fails if the site has been
     * unavailable for too long.
     */
    private Future<Void> away(Part part) {
        missing.add(part.index());
        if (pausing) return Future.succeededFuture();
        bar.say(WAITING);
        if (pauses == null) pauses = new Pauses(vertx);
        pausing = true;
        return pauses.next()
                .compose(_ -> absence.over())
                .onComplete(_ -> pausing = false)
                .mapEmpty();
    }

    /** A claim that a crash left on a chunk expires after a while, so that conflict is retried as well. */
    private static boolean passes(Answer answer) {
        return answer.isRetryable()
                || answer.status() == 409 && answer.body().toString().contains("chunk_in_progress");
    }
}
