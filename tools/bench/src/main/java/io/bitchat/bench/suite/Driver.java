package io.bitchat.bench.suite;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** State that all measurements share: the suite, one event loop, the names of this run. */
public final class Driver {
    private static final int AT_ONCE = 32;
    private static final Duration SETUP = Duration.ofMinutes(10);

    private final SuiteState suite;
    private final Settings settings;
    private final BenchKeys keys;
    private final SuiteApi api;
    private final Context loop;
    private final PrintStream progress;
    private final String run = Long.toString(System.currentTimeMillis(), 36);
    private boolean tokens;

    /**
     * @param seconds length of each measured phase
     * @param settle seconds of the same load before a phase, not measured
     * @param drain seconds after which an acknowledged message that has not arrived counts as lost
     * @param rows number of rows of the long conversation
     * @param peers number of peers in the directory
     * @param sockets number of sockets opened for the memory figure
     */
    public record Settings(int seconds, int settle, int drain, int rows, int peers, int sockets) {}

    public Driver(Vertx vertx, SuiteState suite, Settings settings, PrintStream progress) {
        this.suite = suite;
        this.settings = settings;
        this.progress = progress;
        this.keys = BenchKeys.of(suite.data());
        this.api = new SuiteApi(vertx, suite.api(), keys);
        this.loop = vertx.getOrCreateContext();
    }

    /** Checks that the suite is ready, and whether it requires tokens. */
    public void check() {
        Await.result(api.ready(), Duration.ofSeconds(35));
        tokens = Await.result(api.wantsToken(), Duration.ofSeconds(35));
    }

    public SuiteState suite() {
        return suite;
    }

    public Settings settings() {
        return settings;
    }

    public SuiteApi api() {
        return api;
    }

    public Context loop() {
        return loop;
    }

    public String run() {
        return run;
    }

    public boolean usesTokens() {
        return tokens;
    }

    public void say(String text) {
        progress.println(text);
    }

    /** A name that no other run uses. */
    public String fresh(String what) {
        return "bench-" + run + "-" + what;
    }

    /** A name that later runs on the same data use again. */
    public String lasting(String what) {
        return "bench-" + keys.tag() + "-" + what;
    }

    /** Registers peers, and gets tokens for them if the suite requires them. */
    public List<Peer> peers(List<String> ids) {
        Await.result(Bounded.all(loop, ids.size(), AT_ONCE, i -> api.register(ids.get(i))), SETUP);
        return tokens ? logIn(ids) : ids.stream().map(id -> new Peer(id, "")).toList();
    }

    public Peer peer(String id) {
        return peers(List.of(id)).getFirst();
    }

    private List<Peer> logIn(List<String> ids) {
        Peer[] ready = new Peer[ids.size()];
        Await.result(
                Bounded.all(
                        loop, ids.size(), AT_ONCE, i -> api.login(ids.get(i)).onSuccess(peer -> ready[i] = peer)),
                SETUP);
        return new ArrayList<>(Arrays.asList(ready));
    }

    public static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.2f ms", value);
    }
}
