package io.bitchat.bench.clients;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attacker: one connection at a time, replaced two seconds after it ended. Confined to one event loop. */
final class Slot {
    private static final int AGAIN_MILLIS = 2_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_END = STATUS_AT + 3;

    private final Vertx vertx;
    private final NetClient client;
    private final Target target;
    private final ClientAttack attack;
    private final Map<String, Integer> outcomes;
    private final int index;
    private boolean over;
    private boolean told;
    private @Nullable NetSocket socket;
    private long timer = -1;

    /**
     * The target of the attack.
     *
     * @param peers peers whose sockets may be opened
     * @param file path of a file of some megabytes
     */
    record Target(String host, int port, List<String> peers, String file) {}

    /** @param outcomes counts of connection results, shared by all slots */
    Slot(Vertx vertx, NetClient client, Target target, ClientAttack attack, Map<String, Integer> outcomes, int index) {
        this.vertx = vertx;
        this.client = client;
        this.target = target;
        this.attack = attack;
        this.outcomes = outcomes;
        this.index = index;
    }

    Target target() {
        return target;
    }

    String peer() {
        return target.peers().get(index % target.peers().size());
    }

    void open() {
        if (over) {
            return;
        }
        told = false;
        client.connect(target.port(), target.host()).onSuccess(this::opened).onFailure(_ -> {
            count("no connection");
            again();
        });
    }

    private void opened(NetSocket opened) {
        count("connections");
        if (over) {
            opened.close();
            return;
        }
        socket = opened;
        opened.exceptionHandler(_ -> {
            /* a reset ends the connection like a close */
        });
        opened.closeHandler(_ -> ended());
        opened.handler(this::heard);
        attack.begin(this);
    }

    private void heard(Buffer bytes) {
        if (!told && bytes.length() >= STATUS_END) {
            told = true;
            count(bytes.getString(STATUS_AT, STATUS_END, "US-ASCII"));
        }
    }

    private void ended() {
        socket = null;
        vertx.cancelTimer(timer);
        if (!over) {
            count("ended");
            again();
        }
    }

    private void again() {
        vertx.setTimer(AGAIN_MILLIS, _ -> open());
    }

    private void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    void write(String latin1) {
        NetSocket open = socket;
        // if the server does not read, pending bytes must not fill this process
        if (open != null && !open.writeQueueFull()) {
            open.write(Buffer.buffer(latin1.getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    void every(int millis, Runnable action) {
        timer = vertx.setPeriodic(millis, _ -> action.run());
    }

    void stopReading() {
        NetSocket open = socket;
        if (open != null) {
            open.pause();
        }
    }

    void readSome() {
        NetSocket open = socket;
        if (open != null) {
            open.fetch(1);
        }
    }

    /** Resets the connection: the client sets SO_LINGER to 0. */
    void reset() {
        NetSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    void stop() {
        over = true;
        vertx.cancelTimer(timer);
        reset();
    }
}
