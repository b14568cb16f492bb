package io.bitchat.bench.rooms;

import io.bitchat.bench.load.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A way to the suite that breaks at command: passes bytes on, and forgets those under way when it is cut. */
final class CutRelay {
    private static final Duration START = Duration.ofSeconds(10);
    private static final String HOST = "127.0.0.1";

    private final NetClient client;
    private final URI target;
    private final URI url;
    private final Set<NetSocket> open = new HashSet<>();

    /** @param target address of the suite */
    CutRelay(Vertx vertx, URI target) {
        this.target = target;
        client = vertx.createNetClient();
        var server = vertx.createNetServer().connectHandler(this::connect);
        url = URI.create("http://" + HOST + ":"
                + Await.result(server.listen(0, HOST), START).actualPort());
    }

    URI url() {
        return url;
    }

    private void connect(NetSocket near) {
        near.pause();
        client.connect(target.getPort(), target.getHost())
                .onSuccess(far -> {
                    open.addAll(List.of(near, far));
                    near.pipeTo(far).onComplete(_ -> far.close());
                    far.pipeTo(near).onComplete(_ -> near.close());
                    near.resume();
                })
                .onFailure(_ -> near.close());
    }

    /** Breaks all connections. Must be called on the event loop. */
    void cut() {
        var broken = List.copyOf(open);
        open.clear();
        broken.forEach(NetSocket::close);
    }
}
