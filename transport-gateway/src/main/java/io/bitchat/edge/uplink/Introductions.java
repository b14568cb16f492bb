package io.bitchat.edge.uplink;

import io.bitchat.api.Answer;
import io.bitchat.api.ApiClient;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers the peers of a local network with the suite, so that there is one directory of peers for all transports. Each
 * gets the key that it signs with on the network; a peer that is registered already is left as it is. One at a time, with
 * pauses: a network of strangers does not use up what the suite allows for registrations. Safe from any thread.
 */
public final class Introductions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Introductions.class);
    private static final int MAX_WAITING = 1_000;
    private static final int REMEMBERED = 10_000;
    private static final int CALL_MILLIS = 5_000;
    private static final long PAUSE_MILLIS = 200;
    private static final long MAX_PAUSE_MILLIS = 60_000;
    private static final int MAX_DOUBLINGS = 9;

    private final Context loop;
    private final ApiClient api;
    /** On the event loop only, like the fields below: those that wait, in their order. */
    private final Map<String, Peer> waiting = new LinkedHashMap<>();

    private final Map<String, Boolean> introduced = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean busy;
    private boolean closed;
    private int failures;

    /**
     * A peer of the local network.
     *
     * @param publicKey 32 bytes in base64
     */
    public record Peer(String id, String publicKey, String name) {}

    /** @param directory address of the suite, or of its peer service */
    public Introductions(Vertx vertx, URI directory) {
        this.loop = vertx.getOrCreateContext();
        this.api = new ApiClient(
                vertx,
                directory,
                ApiClient.Settings.defaults()
                        .withConnections(1)
                        .withTimeoutMillis(CALL_MILLIS)
                        .withMaxAnswerBytes(1 << 16));
    }

    /** Registers a peer soon, unless that was done, or too many wait. */
    public void introduce(Peer peer) {
        loop.runOnContext(_ -> {
            if (introduced.containsKey(peer.id()) || waiting.size() >= MAX_WAITING) return;
            waiting.put(peer.id(), peer);
            next();
        });
    }

    /** A peer has gone; if it was not registered yet, it is when it comes again. */
    public void forget(String peer) {
        loop.runOnContext(_ -> waiting.remove(peer));
    }

    private void next() {
        Iterator<Peer> first = waiting.values().iterator();
        if (busy || closed || !first.hasNext()) return;
        busy = true;
        var peer = first.next();
        api.get("/peers/" + peer.id(), ApiClient.NO_TOKEN)
                .compose(found -> found.isOk() || found.isRetryable() ? Future.succeededFuture(found) : register(peer))
                .onComplete(answer -> loop.runOnContext(_ -> ended(peer, answer)));
    }

    private Future<Answer> register(Peer peer) {
        return api.post(
                "/peers/register",
                ApiClient.NO_TOKEN,
                new JsonObject()
                        .put("peer_id", peer.id())
                        .put("public_key", peer.publicKey())
                        .put("display_name", peer.name()));
    }

    private void ended(Peer peer, AsyncResult<Answer> answer) {
        boolean later = answer.failed() || answer.result().isRetryable();
        boolean isNear = waiting.remove(peer.id()) != null;
        if (later) {
            failures = Math.min(failures + 1, MAX_DOUBLINGS);
            // behind the others
            if (isNear) waiting.put(peer.id(), peer);
        } else {
            failures = 0;
            introduced.put(peer.id(), true);
            // in the mode required the directory shows nothing without a token, and refuses who is registered
            if (!answer.result().isOk()) {
                LOG.debug(
                        "a peer of the local network was not registered peer={} status={}",
                        peer.id(),
                        answer.result().status());
            }
        }
        long pause = Math.min(MAX_PAUSE_MILLIS, PAUSE_MILLIS << failures);
        loop.owner().setTimer(pause + ThreadLocalRandom.current().nextLong(pause / 2 + 1), _ -> {
            busy = false;
            next();
        });
    }

    @Override
    public void close() {
        loop.runOnContext(_ -> {
            closed = true;
            api.close();
        });
    }
}
