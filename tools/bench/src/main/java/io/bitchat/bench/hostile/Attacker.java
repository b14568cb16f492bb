package io.bitchat.bench.hostile;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The hostile site in a process of its own, so that its processor time is distinct from the driver's. Reads orders, one
 * JSON object per line, and answers each with one.
 */
public final class Attacker {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int PACED_PER_PAUSE = 1_000;

    private final HostileSite site;
    private final PlayedSite honest;
    private final SiteLink link;
    private final SiteLink largeLink;
    private final Sink sink = new Sink();
    private final SiteLink toSink;
    private final SiteLink largeToSink;
    private @Nullable Run run;

    private Attacker(JsonObject config) {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        var others = new ArrayList<PlayedSite>();
        config.getJsonArray("others").forEach(other -> others.add(read((JsonObject) other)));
        this.honest = others.getFirst();
        this.site = new HostileSite(vertx, read(config.getJsonObject("self")), List.copyOf(others));
        var ports = config.getJsonArray("ports");
        this.link = site.dial(honest, ports.getInteger(0));
        for (int i = 1; i < others.size(); i++) site.dial(others.get(i), ports.getInteger(i));
        this.largeLink = site.dialForLargeFrames(honest, ports.getInteger(0));
        this.toSink = site.dial(sink.self(), sink.port());
        this.largeToSink = site.dialForLargeFrames(sink.self(), sink.port());
    }

    /** The first order, as {@link #main} expects it. */
    public static JsonObject config(PlayedSite self, List<PlayedSite> others, List<Integer> ports) {
        var sites = new JsonArray();
        others.forEach(other -> sites.add(write(other)));
        return new JsonObject().put("self", write(self)).put("others", sites).put("ports", new JsonArray(ports));
    }

    private static JsonObject write(PlayedSite site) {
        return new JsonObject().put("name", site.name()).put("secret", site.secret());
    }

    private static PlayedSite read(JsonObject json) {
        var both = Base64.getDecoder().decode(json.getString("secret"));
        var link = new byte[X25519KeyPair.BYTES];
        var signing = new byte[Ed25519KeyPair.SEED_BYTES];
        System.arraycopy(both, 0, link, 0, link.length);
        System.arraycopy(both, link.length, signing, 0, signing.length);
        return new PlayedSite(
                json.getString("name"), X25519KeyPair.fromPrivate(link), Ed25519KeyPair.fromSeed(signing));
    }

    /** Ends when its input ends, and so with its parent process. */
    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var attacker = new Attacker(new JsonObject(in.readLine()));
        for (var line = in.readLine(); line != null; line = in.readLine())
            out.println(attacker.obey(new JsonObject(line)).encode());
        System.exit(0);
    }

    private JsonObject obey(JsonObject order) {
        return switch (order.getString("order")) {
            case "join" -> join(order.getString("group"));
            case "attack" -> begin(order, isLarge(order) ? largeLink : link, 0);
            case "control" -> begin(order, isLarge(order) ? largeToSink : toSink, order.getDouble("per_second"));
            case "stop" -> stop();
            default -> throw new IllegalArgumentException(order.encode());
        };
    }

    private static boolean isLarge(JsonObject order) {
        return order.getString("attack").equals(Attack.LARGE_FRAMES.name());
    }

    private JsonObject join(String group) {
        until(() -> isNeighbour(group));
        return new JsonObject();
    }

    private boolean isNeighbour(String group) {
        var member = site.member(group);
        return member != null && member.isNear(honest.id());
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) throw new IllegalStateException("the honest site does not answer");
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private JsonObject begin(JsonObject order, SiteLink target, double perSecond) {
        until(target::isUp);
        var member = site.member(order.getString("group"));
        if (member == null) throw new IllegalStateException("not invited");
        var attack = Attack.valueOf(order.getString("attack"));
        run = new Run(target, attack.frames(new Attack.Target(member, honest)), perSecond);
        return new JsonObject();
    }

    private JsonObject stop() {
        var ended = run;
        if (ended == null) throw new IllegalStateException("nothing to stop");
        run = null;
        return ended.end();
    }

    /** An attack in progress, on a thread of its own. */
    private static final class Run {
        private final SiteLink target;
        private final IntFunction<byte[]> frames;
        private final double perSecond;
        private final long begin = System.nanoTime();
        private final long cpu = cpu();
        private final Thread thread;
        private volatile boolean over;
        private volatile int sent;

        Run(SiteLink target, IntFunction<byte[]> frames, double perSecond) {
            this.target = target;
            this.frames = frames;
            this.perSecond = perSecond;
            this.thread = Thread.ofPlatform().daemon().name("attack").start(this::work);
        }

        private void work() {
            while (!over) {
                if (perSecond == 0 || sent < perSecond * seconds()) shoot();
                else LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private void shoot() {
            for (int i = 0; i < PACED_PER_PAUSE && !over && (perSecond == 0 || sent < perSecond * seconds()); i++) {
                if (target.push(frames.apply(sent))) sent++;
                else LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private double seconds() {
            return (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
        }

        JsonObject end() {
            over = true;
            double seconds = seconds();
            thread.interrupt();
            target.reset();
            return new JsonObject()
                    .put("per_second", sent / seconds)
                    .put("cpu_percent", 100.0 * (cpu() - cpu) / (seconds * TimeUnit.SECONDS.toNanos(1)));
        }

        private static long cpu() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .orElse(Duration.ZERO)
                    .toNanos();
        }
    }
}
