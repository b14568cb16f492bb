package io.bitchat.sim.gossip.scenario;

import io.bitchat.sim.gossip.GossipOptions;
import io.bitchat.sim.report.Findings;
import java.util.List;
import java.util.function.Consumer;

/** A question about the protocol that a run answers. */
public enum Scenario {
    /** The table: 100 nodes, links of 20 to 80 ms, 5 % loss. */
    TABLE {
        @Override
        public List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress) {
            progress.accept("%d nodes, %d s".formatted(options.nodes(), options.seconds()));
            return List.of(TableScenario.findings(options));
        }
    },
    /** Everything is delivered at 30 % loss. */
    LOSS {
        @Override
        public List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress) {
            progress.accept("30 % loss");
            return List.of(LossScenario.findings(options));
        }
    },
    /** Two halves are partitioned for 30 s. */
    PARTITION {
        @Override
        public List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress) {
            progress.accept("partition");
            return List.of(PartitionScenario.findings(options));
        }
    },
    /** A tenth of the nodes is replaced every 10 s. */
    CHURN {
        @Override
        public List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress) {
            progress.accept("churn");
            return List.of(ChurnScenario.findings(options));
        }
    },
    /** 100, 1,000 and 10,000 nodes. */
    SCALE {
        @Override
        public List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress) {
            return List.of(ScaleScenario.findings(options, progress));
        }
    },
    /** Many seeds with loss, reordering, duplication and partitions: no message is delivered before a cause. */
    CAUSALITY {
        @Override
        public List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress) {
            return List.of(CausalityScenario.findings(options.seed(), seeds, progress));
        }
    },
    /** The effects of fanout, round length and loss. */
    CURVES {
        @Override
        public List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress) {
            return List.of(CurvesScenario.findings(options, progress));
        }
    };

    /** @param seeds number of runs, for a scenario that takes several */
    public abstract List<Findings> run(GossipOptions options, int seeds, Consumer<String> progress);
}
