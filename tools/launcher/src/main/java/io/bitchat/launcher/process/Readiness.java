package io.bitchat.launcher.process;

import io.bitchat.embedded.PostgresProbe;
import java.net.URI;

/** Decides whether a running process is ready. */
@FunctionalInterface
public interface Readiness {
    boolean isReady(LastLines output);

    /** Ready when the HTTP service reports readiness. */
    static Readiness http(String host, int port) {
        URI uri = URI.create("http://" + host + ":" + port + "/q/health/ready");
        return _ -> HttpProbe.get(uri).status() == HttpProbe.OK;
    }

    static Readiness postgres(PostgresProbe probe) {
        return _ -> probe.isReady();
    }

    /** Ready when the process prints a line that starts with {@code start}. */
    static Readiness line(String start) {
        return output -> output.anyStartsWith(start);
    }
}
