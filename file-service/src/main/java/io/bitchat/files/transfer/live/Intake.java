package io.bitchat.files.transfer.live;

import io.bitchat.files.flow.Pacer;
import io.bitchat.files.inspect.ContentCheck;
import io.bitchat.files.inspect.Verdict;
import io.bitchat.files.spool.OutOfOrderException;
import io.bitchat.files.spool.Spool;
import io.bitchat.files.store.StoreFullException;
import io.bitchat.rooms.OfferedFile;
import io.bitchat.rooms.Reason;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way of verified chunks into the spool: the first one is compared with the declared type, the bandwidth of the room
 * delays them, and the last one waits for the scanner.
 *
 * <p>Confined to the event loop of its room.
 */
public final class Intake {
    /** The spool cannot be written or read, though it is not full. */
    public static final String STORAGE_UNAVAILABLE = "storage_unavailable";

    /** The scanner did not answer, so nobody knows whether the file is harmless. */
    public static final String SCANNER_UNAVAILABLE = "scanner_unavailable";

    private final OfferedFile file;
    private final TransferServices services;
    private final Pacer pacer;
    private final Supplier<Uni<Spool>> spool;
    private final Executor loop;
    private final Consumer<Input.Event> tell;
    private int stored;

    /**
     * @param stored number of chunks that are stored already
     * @param tell takes what happens to a chunk
     */
    Intake(Setup setup, int stored, Consumer<Input.Event> tell) {
        this.file = setup.file();
        this.services = setup.services();
        this.pacer = setup.pacer();
        this.spool = setup.spool();
        this.loop = setup.loop();
        this.stored = stored;
        this.tell = tell;
    }

    /** What an intake works with. */
    record Setup(OfferedFile file, TransferServices services, Pacer pacer, Supplier<Uni<Spool>> spool, Executor loop) {}

    /** Stores a chunk, and tells the transfer when it is stored, or why it is not. */
    void take(int index, Buffer message) {
        services.metrics().received(message.length());
        if (index == 0 && isMismatch(message)) {
            tell.accept(new Input.Fail(Reason.MIME_MISMATCH));
            return;
        }
        long wait = pacer.pass(message.length());
        if (wait == 0) put(index, message);
        else services.vertx().setTimer(wait, _ -> loop.execute(() -> put(index, message)));
    }

    private boolean isMismatch(Buffer message) {
        var first = message.getBytes(
                ChunkFrameCodec.HEADER_BYTES,
                Math.min(message.length(), ChunkFrameCodec.HEADER_BYTES + ContentCheck.FIRST_BYTES));
        return services.content().mismatch(file.mimeType(), file.name(), first).isPresent();
    }

    private void put(int index, Buffer message) {
        spool.get()
                .chain(into -> into.put(index, message))
                .subscribe()
                .with(_ -> loop.execute(() -> came(index)), failure -> loop.execute(() -> refused(index, failure)));
    }

    private void came(int index) {
        boolean isLast = stored + 1 == file.chunking().count();
        if (isLast && services.scanner().isConfigured()) scan(index);
        else stored(index);
    }

    private void stored(int index) {
        stored++;
        tell.accept(new Input.Stored(index));
    }

    private void refused(int index, Throwable failure) {
        switch (failure) {
            case OutOfOrderException _ -> tell.accept(new Input.Dropped(index));
            case StoreFullException full -> {
                Log.warnf("no room for a chunk, the transfer fails index=%d cause=%s", index, full.getCause());
                tell.accept(new Input.Fail(Reason.STORAGE_FULL));
            }
            default -> {
                Log.warnf("chunk not stored, the transfer fails index=%d cause=%s", index, failure);
                tell.accept(new Input.Fail(STORAGE_UNAVAILABLE));
            }
        }
    }

    private void scan(int last) {
        spool.get()
                .chain(from -> services.scanner().scan(file.chunking().count(), index -> from.get(index)
                        .map(message -> message.slice(ChunkFrameCodec.HEADER_BYTES, message.length()))))
                .subscribe()
                .with(
                        verdict -> loop.execute(() -> judged(last, verdict)),
                        failure -> loop.execute(() -> {
                            Log.warnf("scan failed, the transfer fails cause=%s", failure);
                            tell.accept(new Input.Fail(SCANNER_UNAVAILABLE));
                        }));
    }

    private void judged(int last, Verdict verdict) {
        switch (verdict) {
            case Verdict.Clean() -> stored(last);
            case Verdict.Found(var name) -> {
                Log.infof("file refused by the scanner name=%s", name);
                tell.accept(new Input.Fail(Reason.MALWARE_FOUND));
            }
            case Verdict.Failed(var cause) -> {
                Log.warnf("scanner unavailable, the transfer fails cause=%s", cause);
                tell.accept(new Input.Fail(SCANNER_UNAVAILABLE));
            }
        }
    }

    /** Reason of a failure to read from the spool. */
    static String reasonOf(Throwable failure) {
        return failure instanceof StoreFullException ? Reason.STORAGE_FULL : STORAGE_UNAVAILABLE;
    }
}
