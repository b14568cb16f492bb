package io.bitchat.edge.node;

import io.bitchat.edge.suite.Trust;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Settings of an edge node. */
@ConfigMapping(prefix = "bitchat.edge")
public interface NodeConfig {
    /** Name that people see; at most 64 characters. */
    @WithDefault("edge")
    String name();

    /** Id of this node among its peers. Without one it is chosen at random at the first start, and kept. */
    Optional<String> id();

    /** Folder of its key, its queue, its inbox and the keys of its peers. One process at a time may use it. */
    @WithDefault("data/edge")
    Path data();

    /** Rooms of the LAN chat that the node is in. */
    @WithDefault("general")
    List<String> rooms();

    /**
     * Where the LAN mesh lives: {@code loopback} keeps it on this machine, {@code all} uses every interface that can
     * multicast, anything else is a list of interfaces by name.
     */
    @WithDefault("loopback")
    List<String> interfaces();

    /** Multicast group and UDP port of discovery. */
    @WithDefault("224.0.0.1:9999")
    String group();

    /** TCP port on which the mesh accepts links; 0 means any free port. */
    @WithDefault("0")
    @Min(0)
    @Max(65_535)
    int port();

    /**
     * Where other nodes accept links that multicast does not reach, such as {@code 192.168.1.20:7000}: at most 64 IPv4
     * addresses, each with the port that the node there has in {@code bitchat.edge.port}.
     */
    Optional<List<String>> contacts();

    /**
     * Address of a suite, such as {@code https://suite.example}: the node joins it, tells it which peers it sees, and
     * carries messages both ways. Without one the node is alone.
     */
    Optional<URI> uplink();

    /** File with the Ed25519 key (PEM) by which the suite knows the node. Without one it is the key in its folder. */
    Optional<Path> uplinkKey();

    /** Servers of the Kafka of a suite, with commas between them: the node is the gateway of that suite. */
    Optional<String> kafka();

    /** Address of the peer service of that suite, where the peers of this node's own network are registered. */
    URI directory();

    /**
     * Whom edge nodes of this suite carry for: {@code anyone} that they see, or {@code delegated}, the peers that have
     * delegated to them. By default {@code delegated} where requests need tokens.
     */
    Optional<Trust.Carry> carry();

    /**
     * Maximum messages per minute of one peer that one edge node brings to the suite. The rest waits on the node.
     */
    @WithDefault("600")
    @Min(1)
    int messagesPerMinute();
}
