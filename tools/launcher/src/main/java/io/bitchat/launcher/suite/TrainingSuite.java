package io.bitchat.launcher.suite;

import io.bitchat.embedded.FreePorts;
import io.bitchat.launcher.aot.AotCache;
import io.bitchat.launcher.aot.Background;
import io.bitchat.launcher.aot.Recorder;
import io.bitchat.launcher.process.Diagnosis;
import io.bitchat.launcher.process.ProcessSpec;
import io.bitchat.launcher.process.RestartPolicy;
import io.bitchat.launcher.progress.SuiteEvents;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A second suite beside the one that serves, for as long as it takes to become ready: so the JVMs see all that a start
 * loads. It has ports, a database, a broker and data of its own, none of the user's settings, and the lowest priority.
 */
final class TrainingSuite implements Recorder {
    /** RFC 5771 §4: this group never leaves the network; the port keeps the node away from others of this machine. */
    private static final String GROUP = "224.0.0.1:";

    private final SuiteConfig of;
    private final SuiteFiles files;
    private boolean stopped;
    private @Nullable SuiteSupervisor running;

    /** @param of the suite whose programs are recorded */
    TrainingSuite(SuiteConfig of) {
        this.of = of;
        this.files = of.files().trainingData();
    }

    @Override
    public boolean record(Function<AotCache, List<String>> options) throws InterruptedException {
        files.delete();
        try {
            files.create();
            var supervisor = begin(options);
            if (supervisor == null) return false;
            boolean ready = supervisor.start();
            supervisor.stop();
            return ready;
        } finally {
            files.delete();
        }
    }

    private synchronized @Nullable SuiteSupervisor begin(Function<AotCache, List<String>> options) {
        if (stopped) return null;
        var config = config();
        var parts = new SuiteProcesses(config, PasswordFile.of(files), ProcessSpec.Purpose.TRAIN, options);
        var stages = parts.stages().stream()
                .map(stage -> stage.stream().map(TrainingSuite::inBackground).toList())
                .toList();
        running = new SuiteSupervisor(stages, files, new Silent(), policies(), pids -> SuiteState.of(config, pids)
                .write(files));
        return running;
    }

    @Override
    public void stop() {
        SuiteSupervisor now;
        synchronized (this) {
            stopped = true;
            now = running;
        }
        if (now != null) now.kill();
    }

    private SuiteConfig config() {
        var endpoints = of.endpoints().stream()
                .filter(endpoint -> endpoint != Endpoint.OBJECT_STORE)
                .toList();
        var free = FreePorts.take(endpoints.size() + 1);
        Map<Endpoint, Integer> ports = new EnumMap<>(Endpoint.class);
        for (Endpoint endpoint : endpoints) ports.put(endpoint, free.get(ports.size()));
        return new SuiteConfig(
                of.root(),
                files,
                ports,
                SuiteConfig.Store.folder,
                SuiteConfig.LOOPBACK,
                "open",
                true,
                false,
                true,
                Map.of(),
                Map.of(),
                Map.of("BITCHAT_EDGE_GROUP", GROUP + free.getLast()));
    }

    private static ProcessSpec inBackground(ProcessSpec spec) {
        return new ProcessSpec(
                spec.endpoint(),
                Background.command(spec.command()),
                spec.environment(),
                spec.prepare(),
                spec.readiness(),
                spec.health(),
                spec.stopSignal(),
                spec.purpose());
    }

    /** What fails now is tried again after the next start of the suite. */
    private static Supplier<RestartPolicy> policies() {
        return () -> new RestartPolicy(RandomGenerator.getDefault(), Duration.ofSeconds(1));
    }

    private static final class Silent implements SuiteEvents {
        @Override
        public void starting(ProcessSpec spec) {}

        @Override
        public void ready(ProcessSpec spec, Duration elapsed) {}

        @Override
        public void died(ProcessSpec spec, Diagnosis why, Duration pause, String attempt) {}

        @Override
        public void stopping(ProcessSpec spec) {}

        @Override
        public void stopped(ProcessSpec spec, Duration elapsed) {}
    }
}
