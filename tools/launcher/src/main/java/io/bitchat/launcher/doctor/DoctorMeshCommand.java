package io.bitchat.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.bitchat.edge.diagnosis.MeshExamination;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.lan.address.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells why the LAN mesh finds nobody. */
@Command(
        name = "mesh",
        description =
                "Listens to the LAN mesh and tells why nobody is found, with remedies. It sends three datagrams that no"
                        + " peer shows, and opens a connection to each peer it hears. Exit code 0 if nothing fails, 1 if"
                        + " something does.",
        mixinStandardHelpOptions = true)
final class DoctorMeshCommand implements Callable<Integer> {
    private static final int SICK = 1;
    private static final int LONGEST_WAIT = 600;

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "an interface of the mesh; may be repeated [all that can multicast]")
    private Set<String> interfaces = new LinkedHashSet<>();

    @Option(names = "--loopback", description = "the mesh of this machine alone")
    private boolean loopback;

    @Option(
            names = "--group",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "224.0.0.1:9999",
            description = "where beacons are sent [224.0.0.1:9999]")
    private String group = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "6",
            description = "time to listen; peers send a beacon every 5 s [6]")
    private int seconds;

    @Option(
            names = "--node",
            paramLabel = "URL",
            description = "also ask this node which peers it refuses because of their keys, such as"
                    + " http://127.0.0.1:8085 [none]")
    private String node = "";

    @Option(names = "--token", paramLabel = "TOKEN", description = "of the node, if it needs one [none]")
    private String token = "";

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        var setup = new MeshExamination.Setup(scope(), address(), listening());
        if (!json) System.out.println("listening to " + group + " for " + seconds + " s …");
        var asked = asked();
        var diagnosis = new MeshExamination(setup).run();
        if (asked != null) diagnosis = diagnosis.with(asked.find());
        var report = new MeshReport(diagnosis);
        System.out.println(json ? inJson(report) : report.text());
        return diagnosis.passed() ? 0 : SICK;
    }

    private @Nullable RefusedKeys asked() {
        if (node.isEmpty()) return null;
        try {
            var address = new URI(node);
            boolean isWeb = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
            if (isWeb && address.getHost() != null) return new RefusedKeys(address, token);
        } catch (URISyntaxException e) {
            throw wrong("--node must be a URL, is " + node);
        }
        throw wrong("--node must be http:// or https:// and a host, is " + node);
    }

    private String inJson(MeshReport report) throws JsonProcessingException {
        return report.json(group);
    }

    private LanScope scope() {
        if (loopback && !interfaces.isEmpty()) throw wrong("--loopback and --interface exclude each other");
        if (loopback) return new LanScope.ThisMachine();
        return interfaces.isEmpty() ? new LanScope.AllInterfaces() : new LanScope.Named(interfaces);
    }

    private InetSocketAddress address() throws IOException {
        var endpoint = Endpoint.parse(group).orElseThrow(() -> wrong("--group must be ADDRESS:PORT, is " + group));
        // not a name, which is never looked up
        var address = InetAddress.getByName(endpoint.host().toString());
        if (!address.isMulticastAddress())
            throw wrong("--group must be from 224.0.0.0 to 239.255.255.255, is " + group);
        return new InetSocketAddress(address, endpoint.port());
    }

    private Duration listening() {
        if (seconds < 1 || seconds > LONGEST_WAIT) throw wrong("--wait must be from 1 to " + LONGEST_WAIT);
        return Duration.ofSeconds(seconds);
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
