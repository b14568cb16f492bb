package io.bitchat.edge.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.edge.diagnosis.Finding.Check;
import io.bitchat.edge.diagnosis.Finding.Verdict;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.address.LocalNetwork;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Interfaces ETH0 = new Interfaces(
            List.of(new LocalNetwork("eth0", Ipv4.of("10.77.0.1"), 24)), List.of(), Set.of(Ipv4.of("10.77.0.1")));
    private static final Interfaces LO =
            new Interfaces(List.of(new LocalNetwork("lo", Ipv4.of("127.0.0.1"), 8)), List.of(), Set.of());

    private static List<Finding> of(Interfaces interfaces, List<HeardPeer> peers, Map<Refusal, Ear.Refused> refused) {
        var names = Set.of(interfaces.networks().getFirst().name());
        return Findings.of(new Observations(
                new InetSocketAddress("224.0.0.1", 9_999),
                Duration.ofSeconds(6),
                interfaces,
                names,
                Map.of(),
                List.of(),
                new Ear.Heard(names, peers, refused)));
    }

    private static HeardPeer peer(String name, boolean here, TcpAnswer answer) {
        return new HeardPeer(
                new PeerId(name),
                "",
                new Endpoint(Ipv4.of("10.77.0.2"), 41_873),
                "eth0",
                true,
                Duration.ofSeconds(59),
                here,
                answer);
    }

    private static Finding of(Check check, List<Finding> findings) {
        return findings.stream().filter(one -> one.check() == check).findFirst().orElseThrow();
    }

    @Test
    void aNodeOfThisMachineAloneIsNobodyAndItsPortIsTheOneToOpen() {
        var found = of(Check.PEERS, of(ETH0, List.of(peer("mine", true, TcpAnswer.ANSWERS)), Map.of()));

        assertThat(found.verdict()).isEqualTo(Verdict.WARN);
        assertThat(found.detail()).endsWith("within 6 s; on this machine: mine (10.77.0.2)");
        assertThat(found.remedies().stream().flatMap(remedy -> remedy.commands().stream()))
                .containsExactly(
                        "sudo ufw allow 9999/udp",
                        "sudo ufw allow 41873/tcp",
                        "sudo firewall-cmd --add-port=9999/udp",
                        "sudo firewall-cmd --add-port=41873/tcp",
                        "sudo nft insert rule inet filter input udp dport 9999 accept",
                        "sudo nft insert rule inet filter input tcp dport 41873 accept");
    }

    @Test
    void onLoopbackTheNodesOfThisMachineAreAllThereAre() {
        var found = of(Check.PEERS, of(LO, List.of(peer("mine", true, TcpAnswer.ANSWERS)), Map.of()));

        assertThat(found.verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void eachKindOfSilenceFailsAndThoseThatWereNotTriedDoNot() {
        var peers = List.of(
                peer("a", false, TcpAnswer.SILENT),
                peer("b", false, TcpAnswer.REFUSED),
                peer("c", false, TcpAnswer.UNREACHABLE),
                peer("d", false, TcpAnswer.ANSWERS),
                peer("e", false, TcpAnswer.NOT_TRIED));

        var links = of(ETH0, peers, Map.of()).stream()
                .filter(one -> one.check() == Check.LINKS)
                .toList();

        assertThat(links)
                .extracting(one -> one.verdict() + " " + one.detail())
                .containsExactly(
                        "FAIL a is heard, but TCP 10.77.0.2:41873 does not answer",
                        "FAIL b is heard, but TCP 10.77.0.2:41873 refuses connections",
                        "FAIL c is heard, but TCP 10.77.0.2:41873 is unreachable",
                        "OK 1 of 4 accept TCP connections; 1 not tried");
        assertThat(links).filteredOn(one -> one.verdict() == Verdict.FAIL).allSatisfy(one -> assertThat(one.remedies())
                .isNotEmpty());
    }

    @Test
    void longListsAreCutOff() {
        var many = new ArrayList<HeardPeer>();
        for (int i = 0; i < 20; i++) many.add(peer("p" + i, false, TcpAnswer.ANSWERS));

        assertThat(of(Check.PEERS, of(ETH0, many, Map.of())).detail())
                .startsWith("20 heard within 6 s: p0 (10.77.0.2), ")
                .endsWith("p7 (10.77.0.2) and 12 more");
    }

    @Test
    void whatANodeWouldDropIsToldByReasonExceptThatABeaconCameTwice() {
        var bob = Set.of(Ipv4.of("10.77.0.2"));
        var found = of(
                ETH0,
                List.of(peer("bob", false, TcpAnswer.ANSWERS)),
                Map.of(Refusal.FORGED, new Ear.Refused(3, bob), Refusal.OUTDATED, new Ear.Refused(7, bob)));

        assertThat(of(Check.REFUSED, found).detail()).isEqualTo("datagrams: 3 FORGED from 10.77.0.2");
        assertThat(new Diagnosis(found, List.of()).passed()).isTrue();
    }
}
