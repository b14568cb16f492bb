package io.bitchat.edge.diagnosis;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an examination saw.
 *
 * @param listening time for which it listened
 * @param joined names of the interfaces on which the group is joined
 * @param failures why the group could not be joined, or a datagram not be sent, by the name of the interface
 * @param holders who has bound the port, if the group could not be joined
 */
record Observations(
        InetSocketAddress group,
        Duration listening,
        Interfaces interfaces,
        Set<String> joined,
        Map<String, String> failures,
        List<UdpPortHolder> holders,
        Ear.Heard heard) {}
