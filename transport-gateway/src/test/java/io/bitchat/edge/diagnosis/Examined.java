package io.bitchat.edge.diagnosis;

import io.bitchat.edge.mesh.LanScope;
import io.bitchat.edge.mesh.socket.MulticastSockets;
import java.time.Duration;

/** Runs an examination in a namespace: {@code SECONDS} of listening. Prints a line for each finding and each peer. */
final class Examined {
    private Examined() {}

    public static void main(String... args) throws Exception {
        var setup = new MeshExamination.Setup(
                new LanScope.AllInterfaces(),
                MulticastSockets.standardGroup(),
                Duration.ofSeconds(Long.parseLong(args[0])));
        var diagnosis = new MeshExamination(setup).run();
        for (var finding : diagnosis.findings()) {
            System.out.println(finding.verdict() + " " + finding.check() + " " + finding.detail());
            for (var remedy : finding.remedies()) System.out.println("-> " + remedy.text() + " " + remedy.commands());
        }
        for (var peer : diagnosis.peers())
            System.out.println("peer " + peer.called() + " " + peer.address().host() + " " + peer.answer());
        System.out.println("passed " + diagnosis.passed());
    }
}
