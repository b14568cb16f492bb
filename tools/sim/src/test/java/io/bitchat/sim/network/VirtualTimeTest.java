package io.bitchat.sim.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private static final long LINK = 20_000;

    private final VirtualTime time = new VirtualTime(LINK, 2);
    private final List<Host> hosts = hosts(time, 20);
    private final List<String> seen = new ArrayList<>();

    @Test
    void whatHappensAtAHostIsInTheOrderOfTime() {
        var host = hosts.getFirst();
        host.after(30, () -> seen.add("late at " + host.now()));
        host.after(10, () -> host.after(5, () -> seen.add("early at " + host.now())));

        time.runUntil(30);

        assertThat(seen).containsExactly("early at 15", "late at 30");
    }

    @Test
    void nothingHappensBeforeItsTime() {
        hosts.getFirst().after(31, () -> seen.add("too soon"));

        time.runUntil(30);

        assertThat(seen).isEmpty();
        assertThat(time.now()).isEqualTo(30);
        assertThat(hosts.getLast().now()).isEqualTo(30);
    }

    @Test
    void theWorldChangesBeforeWhatHostsDoAtThatTime() {
        hosts.getFirst().after(LINK / 2, () -> seen.add("host"));
        hosts.getLast().after(LINK / 2 - 1, () -> seen.add("host before"));
        time.at(LINK / 2, () -> seen.add("world"));

        time.runUntil(LINK);

        assertThat(seen).containsExactly("host before", "world", "host");
    }

    @Test
    void thoseWhoReachAHostAtOnceDoSoInTheOrderOfTheirNumbers() {
        for (int from = 9; from > 0; from--) {
            int number = from;
            hosts.get(from).reach(hosts.getFirst(), LINK, () -> seen.add("from " + number));
        }

        time.runUntil(LINK);

        assertThat(seen).hasSize(9).isSorted();
    }

    @Test
    void nobodyIsReachedSoonerThanOverTheShortestLink() {
        assertThatThrownBy(() -> hosts.get(1).reach(hosts.get(2), LINK - 1, () -> seen.add("too soon")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void linksWithoutDelayTakeOneThread() {
        var instant = new VirtualTime(0, 3);
        var near = hosts(instant, 3);
        near.get(2).reach(near.get(0), 0, () -> near.get(0).reach(near.get(1), 0, () -> seen.add("there")));

        instant.runUntil(0);

        assertThat(seen).containsExactly("there");
    }

    @Test
    void whatFailsAtAHostFailsTheRunAndNoThreadIsLeft() {
        var failure = new IllegalStateException("the seventh fails");
        hosts.get(7).after(10, () -> {
            throw failure;
        });

        assertThatThrownBy(() -> time.runUntil(20)).isSameAs(failure);

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith(WorkerPool.NAME));
    }

    @Test
    void theNumberOfThreadsMakesNoDifference() {
        var alone = chatter(1);

        assertThat(alone).hasSizeGreaterThan(1_000);
        assertThat(chatter(2)).isEqualTo(alone);
        assertThat(chatter(3)).isEqualTo(alone);
    }

    /** Hosts that forward numbers to random hosts; returns what each received and when. */
    private static List<String> chatter(int threads) {
        var time = new VirtualTime(LINK, threads);
        var hosts = hosts(time, 20);
        var heard = hosts.stream().map(_ -> new ArrayList<String>()).toList();
        for (var host : hosts) host.after(0, () -> pass(host, hosts, heard, host.number()));
        time.runUntil(100 * LINK);
        return heard.stream().flatMap(List::stream).toList();
    }

    private static void pass(Host at, List<Host> hosts, List<? extends List<String>> heard, int value) {
        heard.get(at.number()).add(at.now() + ": " + value);
        var next = hosts.get(at.dice().nextInt(hosts.size()));
        // many arrive at the same time
        long delay = LINK + at.dice().nextInt(3) * 100;
        at.after(100, () -> at.reach(next, delay, () -> pass(next, hosts, heard, value * 31 + at.number())));
    }

    private static List<Host> hosts(VirtualTime time, int count) {
        var dice = new SplittableRandom(1);
        var hosts = new ArrayList<Host>();
        for (int i = 0; i < count; i++) hosts.add(time.addHost(dice.split()));
        return hosts;
    }
}
