package io.bitchat.files.transfer.link;

import io.bitchat.files.rooms.Room;
import io.bitchat.files.transfer.live.LiveRoom;
import io.quarkus.logging.Log;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a link: hands its messages to the room, one after the other, and reads on only as fast as they are handled and
 * the answers are written.
 */
final class LinkReader {
    private static final int FRAMES_AT_A_TIME = 16;

    private final LinkSocket link;
    private final ServerWebSocket socket;
    private final Room room;
    private final LinkFrames frames;
    private final Context context;
    /** Messages that have come, at most as many as are read at a time; confined to the loop of the room. */
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    private boolean busy;
    private @Nullable LiveRoom place;

    LinkReader(LinkSocket link, ServerWebSocket socket, Room room, LinkFrames frames, Context context) {
        this.link = link;
        this.socket = socket;
        this.room = room;
        this.frames = frames;
        this.context = context;
    }

    LinkSocket link() {
        return link;
    }

    /** Starts reading. Must be called once, on the event loop of the socket. */
    void begin(Runnable closed) {
        socket.pause();
        socket.frameHandler(frame -> {
            if (!frame.isFinal() || frame.isPing()) socket.fetch(1);
        });
        socket.textMessageHandler(text -> handle(() -> text(text)));
        socket.binaryMessageHandler(message -> handle(() -> binary(message)));
        socket.exceptionHandler(failure -> Log.debugf("link failed peer=%s cause=%s", link.peerId(), failure));
        socket.closeHandler(_ -> {
            closed.run();
            in(here -> here.closed(link));
        });
        frames.live().in(room, here -> {
            here.update(room);
            place = here;
            here.opened(link);
            context.runOnContext(_ -> socket.fetch(FRAMES_AT_A_TIME));
        });
    }

    /** Runs work in the room of the link, on its loop. */
    void in(Consumer<LiveRoom> work) {
        var here = place;
        // a room with a link in it is not forgotten
        if (here != null) here.execute(() -> work.accept(here));
        else frames.live().in(room, work);
    }

    private void handle(Runnable message) {
        in(_ -> {
            waiting.add(message);
            next();
        });
    }

    private void next() {
        while (!busy && !waiting.isEmpty()) {
            busy = true;
            waiting.poll().run();
        }
    }

    private void text(String text) {
        frames.text(here(), link, text).subscribe().with(_ -> in(_ -> done()), _ -> in(_ -> done()));
    }

    private void binary(Buffer message) {
        try {
            frames.binary(here(), link, message);
        } finally {
            done();
        }
    }

    private LiveRoom here() {
        var here = place;
        if (here == null) throw new IllegalStateException("messages are read after the room is known");
        return here;
    }

    private void done() {
        busy = false;
        context.runOnContext(_ -> readOn());
        next();
    }

    /** A client that does not read its answers is not read from either. */
    private void readOn() {
        if (!link.isOpen()) return;
        if (link.isFull()) link.whenDrained(() -> context.runOnContext(_ -> socket.fetch(1)));
        else socket.fetch(1);
    }
}
