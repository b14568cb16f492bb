package io.bitchat.system.sites;

import io.bitchat.system.suite.Relay;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A site as a source of a file, which answers chunks with a delay and may falsify them. */
final class RelayedSource extends Relay {
    private final int pauseMillis;
    private final boolean lies;
    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    /** @param pauseMillis delay before each chunk */
    RelayedSource(String site, int pauseMillis, boolean lies) {
        super(site);
        this.pauseMillis = pauseMillis;
        this.lies = lies;
    }

    String url(String file) {
        return url() + "/api/bitchat/files/" + file;
    }

    /** Indices of the requested chunks. */
    List<Integer> asked() {
        return asked;
    }

    @Override
    protected void came(Asked request) throws InterruptedException {
        if (request.chunk().isEmpty()) return;
        asked.add(request.chunk().getAsInt());
        Thread.sleep(pauseMillis);
    }

    @Override
    protected byte[] answer(Asked request, byte[] body) {
        if (lies && request.chunk().isPresent()) body[body.length / 2] ^= 1;
        return body;
    }
}
