package io.bitchat.launcher;

import io.bitchat.embedded.PostgresProbe;
import java.net.URI;

/** Whether a process that lives does its work yet. */
@FunctionalInterface
interface Readiness {
    boolean isReady(LastLines output);

    /** An HTTP service says so itself. */
    static Readiness http(String host, int port) {
        URI uri = URI.create("http://" + host + ":" + port + "/q/health/ready");
        return _ -> HttpProbe.get(uri).status() == HttpProbe.OK;
    }

    static Readiness postgres(PostgresProbe probe) {
        return _ -> probe.isReady();
    }

    /** The process prints a line that begins so. */
    static Readiness line(String start) {
        return output -> output.anyStartsWith(start);
    }
}
