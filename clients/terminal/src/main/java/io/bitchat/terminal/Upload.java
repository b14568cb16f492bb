package io.bitchat.terminal;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.terminal.Site.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Sends the chunks that a site does not have, five at a time. Where it does not take one now, it is sent again after a pause,
 * and not before the site answers at all. On one event loop.
 */
final class Upload {
    private static final int IN_FLIGHT = 5;

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

    Upload(Vertx vertx, Site site, Outgoing file, JsonObject begun, Absence absence, ProgressBar bar) {
        this.vertx = vertx;
        this.site = site;
        this.file = file;
        this.fileId = begun.getString("file_id");
        this.chunkSize = begun.getInteger("chunk_size");
        this.absence = absence;
        this.bar = bar;
    }

    /** @param chunks that are to be sent, in this order */
    Future<Void> run(List<Integer> chunks) {
        missing.addAll(chunks);
        vertx.runOnContext(_ -> next());
        return done.future();
    }

    private void next() {
        while (inFlight < IN_FLIGHT && !missing.isEmpty() && !done.future().isComplete()) {
            inFlight++;
            send(missing.remove()).onComplete(sent -> {
                inFlight--;
                if (sent.failed()) done.tryFail(sent.cause());
                next();
            });
        }
        if (inFlight == 0 && missing.isEmpty()) done.tryComplete();
    }

    /** A chunk with its hash. */
    private record Part(byte[] octets, String hash) {}

    private Future<Void> send(int index) {
        return vertx.executeBlocking(() -> part(index), false)
                .compose(part -> attempt(index, part, new Pauses(vertx)))
                .onSuccess(bar::moved)
                .mapEmpty();
    }

    private Part part(int index) throws java.io.IOException {
        var octets = file.chunk(fileId, index, chunkSize);
        return new Part(octets, ChunkHash.of(octets).toString());
    }

    private Future<Long> attempt(int index, Part part, Pauses pauses) {
        return site.chunk(fileId, index, part.octets(), part.hash()).transform(result -> {
            if (result.succeeded() && result.result().isOk()) {
                bar.say("");
                return Future.succeededFuture((long) part.octets().length);
            }
            if (result.succeeded() && !passes(result.result())) return Site.refused("chunk " + index, result.result());
            bar.say("waiting for the site");
            return pauses.next().compose(_ -> absence.over()).compose(_ -> attempt(index, part, pauses));
        });
    }

    /** One whose claim was left behind by a crash is free after a while. */
    private static boolean passes(Answer answer) {
        return answer.mayPass()
                || answer.status() == 409 && answer.body().toString().contains("chunk_in_progress");
    }
}
