package io.bitchat.bench.report;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A published target. Those of the ledger are from the first design's tables; the others are the limits of
 * docs/performance.md.
 */
enum Target {
    PROPAGATION(
            Group.GOSSIP,
            "propagation to the last of 100 nodes, p99",
            "S0-GOS-11",
            Bound.below(500, "ms"),
            "to_last_p99_ms"),
    DELIVERY(Group.GOSSIP, "delivered within 500 ms", "S0-GOS-16", Bound.above(95, "%"), "within_500_ms_percent"),
    DUPLICATES(Group.GOSSIP, "duplicate payloads", "S0-GOS-12", Bound.below(5, "%"), "duplicates_percent"),
    OVERHEAD(Group.GOSSIP, "control bytes of all bytes", "S0-GOS-13", Bound.below(5, "%"), "control_percent"),
    CAUSALITY(Group.GOSSIP, "deliveries before a cause", "S0-GOS-14", Bound.atMost(0, ""), "before_a_cause"),

    UPLOAD(Group.FILES, "upload throughput", "S0-FIL-66", Bound.above(10, "MB/s"), "upload \\d+ [GM]iB"),
    LARGEST(
            Group.FILES,
            "largest file sent and got whole",
            "S0-FIL-69",
            Bound.atLeast(1_024, "MiB"),
            "size of the large file"),
    RESUME(
            Group.FILES,
            "resume overhead",
            "S0-FIL-68",
            Bound.below(1, "%"),
            ".* cut off \\d+ times, sent again or asked for"),
    PARALLEL(
            Group.FILES,
            "chunks downloaded at once (FetchTest)",
            "S0-FIL-67",
            Bound.atLeast(5, ""),
            "never measured here"),

    CREATE_GROUP(Group.API, "create a group, p95", "S0-GRP-35", Bound.below(100, "ms"), "make a group, p95"),
    SEND_TO_GROUP(Group.API, "send a group message, p95", "S0-GRP-36", Bound.below(150, "ms"), "group send, HTTP p95"),
    BEGIN_UPLOAD(Group.API, "begin an upload, p95", "S0-FIL-70", Bound.below(100, "ms"), "begin an upload at .*, p95"),
    SEND_CHUNK(Group.API, "send a chunk, p95", "S0-FIL-71", Bound.below(200, "ms"), "send a chunk at .*, p95"),
    CHUNK_STATES(
            Group.API,
            "states of 1,024 chunks, p95",
            "S0-FIL-72",
            Bound.below(50, "ms"),
            "states of 1,024 chunks at .*, p95"),
    PEER(
            Group.API,
            "one of 10,000 peers, p95",
            "S1-PEER-23",
            Bound.below(20, "ms"),
            "GET /peers/\\{id}, 10,000 peers, p95"),
    PAGE(
            Group.API,
            "page of a conversation of 100,000 rows, p95",
            "S1-MSG-33",
            Bound.below(50, "ms"),
            "page of 100,000 rows p95"),
    SEND(Group.API, "send a message, p95", "", Bound.atMost(15, "ms"), "open loop 300/s, HTTP send p95"),
    TO_SOCKET(
            Group.API,
            "message from the send to the socket, p95",
            "",
            Bound.atMost(25, "ms"),
            "open loop 300/s, send to socket p95"),
    TO_ALL_SOCKETS(
            Group.API,
            "group message to the last of 100 sockets, p95",
            "",
            Bound.atMost(60, "ms"),
            "100 members, .*, to the last socket p95");

    /** The parts of the table. */
    enum Group {
        GOSSIP("gossip (simulated network, virtual time)"),
        FILES("file transfer"),
        API("API");

        private final String title;

        Group(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private final Group group;
    private final String title;
    private final String ledger;
    private final Bound bound;
    private final Pattern figure;

    /**
     * @param ledger id of the requirement; empty if there is none
     * @param figure regular expression for the name of the figure that another measurement reports
     */
    Target(Group group, String title, String ledger, Bound bound, String figure) {
        this.group = group;
        this.title = title;
        this.ledger = ledger;
        this.bound = bound;
        this.figure = Pattern.compile(figure);
    }

    Group group() {
        return group;
    }

    String title() {
        return title;
    }

    String ledger() {
        return ledger;
    }

    Bound bound() {
        return bound;
    }

    /** The measured value, if a figure of this name was reported. */
    Optional<Double> in(Measurements measurements) {
        return measurements.find(figure);
    }
}
