package io.bitchat.files.tus.body;

import io.bitchat.files.FilesConfig;
import io.bitchat.files.chunk.ChunkUpload;
import io.bitchat.files.flow.Bandwidth;
import io.bitchat.files.flow.UploadMemory;
import io.bitchat.files.tus.UploadLocks;
import io.bitchat.files.tus.body.ChunkSplitter.Rest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Receives a body whose chunks are stored as they come. */
@ApplicationScoped
class StreamedBody {
    private static final long GIVE_WAY_MILLIS = 1_000;

    private final FilesConfig config;
    private final ChunkUpload chunks;
    private final UploadMemory memory;
    private final Bandwidth bandwidth;
    private final Vertx vertx;

    StreamedBody(FilesConfig config, ChunkUpload chunks, UploadMemory memory, Bandwidth bandwidth, Vertx vertx) {
        this.config = config;
        this.chunks = chunks;
        this.memory = memory;
        this.bandwidth = bandwidth;
        this.vertx = vertx;
    }

    /** Stores the body as it comes. Bytes before a break of the connection are kept. */
    Uni<Rest> receive(Receiving receiving, byte[] lead) {
        receiving.requireThere();
        var request = receiving.request();
        var filling = new Filling(bandwidth.upload(receiving.upload().fileId()));
        var who = receiving.borrower();
        var splitter = receiving.splitter(
                chunks,
                lead,
                bytes -> memory.take(who, bytes).invoke(lent -> filling.begin(lent, receiving.loop())),
                filling::end);
        filling.onTooSlow(() -> splitter.stop(Receiving.keepsOthersWaiting()));
        receiving.held().onStop(() -> receiving.loop().runOnContext(_ -> giveWay(splitter)));
        splitter.onReady(request::resume);
        request.exceptionHandler(_ -> splitter.cutOff(Receiving.brokeOff()));
        request.endHandler(_ -> splitter.end());
        request.handler(bytes -> {
            boolean more = splitter.add(bytes);
            long wait = filling.pass(bytes.length());
            if (!more || wait > 0) request.pause();
            if (more && wait > 0) vertx.setTimer(wait, _ -> request.resume());
        });
        // a client that a rate limit holds back is not slow
        long watch = filling.isLimited() ? -1 : watch(splitter);
        request.resume();
        return Uni.createFrom().completionStage(splitter.done()).onTermination().invoke(() -> {
            vertx.cancelTimer(watch);
            filling.end();
        });
    }

    /** Keeps what has come for the request that takes over, which does not wait for long. */
    private void giveWay(ChunkSplitter splitter) {
        splitter.cutOff(UploadLocks.takenOver());
        vertx.setTimer(GIVE_WAY_MILLIS, _ -> splitter.stop(UploadLocks.takenOver()));
    }

    /**
     * Stops the request if a chunk takes longer than the body timeout to fill, since its memory is needed by others.
     */
    private long watch(ChunkSplitter splitter) {
        var before = new Object() {
            Optional<Integer> filling = Optional.empty();
        };
        return vertx.setPeriodic(config.bodyTimeout().toMillis(), _ -> {
            var filling = splitter.filling();
            if (filling.isPresent() && filling.equals(before.filling))
                splitter.stop(Receiving.tooSlow(config.bodyTimeout()));
            before.filling = filling;
        });
    }
}
