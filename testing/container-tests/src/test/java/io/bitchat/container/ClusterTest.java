package io.bitchat.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The chart in the cluster of the current kubeconfig, in a namespace of its own. The nodes must have the images, and
 * eight volumes of 5 GiB must be available for each test. {@code -Dbitchat.node=ADDRESS} names a node that this machine reaches at port
 * 30080; {@code probe} and {@code acceptance} run on this machine, so that they do not end with a pod.
 */
@EnabledIfSystemProperty(named = "bitchat.cluster", matches = "true", disabledReason = "runs with -Pcluster only")
@TestMethodOrder(MethodOrderer.MethodName.class)
class ClusterTest {
    private static final String NAMESPACE = "bitchat-test";
    private static final String SETTINGS = "s3.bundled.storage.size=5Gi,postgres.bundled.storage.size=5Gi,"
            + "kafka.bundled.storage.size=5Gi,transportGateway.storage.size=1Gi,backup.enabled=true,backup.storage.size=5Gi,gateway.service.type=NodePort,gateway.service.nodePort=30080";
    private static final Pattern ARCHIVE = Pattern.compile("backup complete: /backups/(bitchat-[0-9TZ]+\\.zip),");
    private static final List<String> COMPONENTS = List.of(
            "peer-service",
            "message-service",
            "group-gossip-service",
            "file-service",
            "transport-gateway",
            "api-gateway",
            "kafka",
            "postgresql",
            "s3");

    private final Shell shell = new Shell(Map.of("HELM_NAMESPACE", NAMESPACE));
    private final String gateway = "http://" + System.getProperty("bitchat.node", "localhost") + ":30080";

    @BeforeEach
    void begin() throws Exception {
        kubectl("create", "namespace", NAMESPACE);
        install(SETTINGS);
    }

    private void install(String settings) throws Exception {
        shell.run("helm", "install", "bitchat", "helm/bitchat", "--wait", "--timeout", "5m", "--set", settings);
    }

    @AfterEach
    void remove() throws Exception {
        // with the release, which a failed test may have left in any state
        kubectl("delete", "namespace", NAMESPACE, "--wait=true", "--timeout=180s");
    }

    @Test
    void upgradeAndRollbackFailNoRequestAndKeepWhatWasThere() throws Exception {
        var alice = new Peer(gateway, "alice");
        alice.register();
        alice.send("bob", "before the upgrade");
        assertThat(shell.run("helm", "test", "bitchat", "--logs")).contains("Succeeded");
        assertThat(kubectl("get", "configmap", "bitchat-acceptance", "-o", "yaml"))
                .contains("a file comes back as it was sent", "the transports are listed");

        var probe = probe(140);
        // a setting of all services, so that all pods are replaced
        var changed = SETTINGS + ",config.BITCHAT_ROUND=two,gateway.env.BITCHAT_ROUND=two";
        shell.run("helm", "upgrade", "bitchat", "helm/bitchat", "--wait", "--timeout", "5m", "--set", changed);
        shell.run("helm", "rollback", "bitchat", "--wait", "--timeout", "5m");

        assertThat(probe.succeed()).contains("failed 0", "lost 0, doubled 0");
        assertThat(alice.conversation("bob")).contains("before the upgrade");
    }

    @Test
    void aKilledPodLosesAndDoublesNothing() throws Exception {
        var probe = probe(150);
        for (var component : COMPONENTS) {
            var label = "app.kubernetes.io/component=" + component;
            kubectl("delete", "pod", "-l", label, "--grace-period=0", "--force");
            awaitRollout(component);
        }

        probe.process().waitFor();
        // with one pod of each, requests fail while it starts again
        assertThat(Files.readString(probe.output())).contains("lost 0, doubled 0");
    }

    @Test
    void aBackupIsRestoredIntoANewInstallationWithOtherKeys() throws Exception {
        var alice = new Peer(gateway, "alice");
        alice.register();
        alice.send("bob", "before the loss");
        kubectl("create", "job", "first", "--from=cronjob/bitchat-backup");
        kubectl("wait", "--for=condition=complete", "job/first", "--timeout=180s");
        var archive = ARCHIVE.matcher(kubectl("logs", "job/first"));
        assertThat(archive.find()).isTrue();

        shell.run("helm", "uninstall", "bitchat", "--wait");
        kubectl("delete", "pvc", "-l", "app.kubernetes.io/component in (postgresql,kafka,s3,transport-gateway)");
        kubectl("delete", "secret", "-l", "app.kubernetes.io/instance=bitchat");
        install(SETTINGS + ",restore.archive=" + archive.group(1));
        restart();

        assertThat(alice.conversation("bob")).contains("before the loss");
        var again = SETTINGS + ",restore.archive=" + archive.group(1) + ",backup.deadlineSeconds=60";
        assertThat(shell.start("helm", "upgrade", "bitchat", "helm/bitchat", "--wait", "--set", again)
                        .process()
                        .waitFor())
                .as("a second restoration")
                .isNotZero();
        assertThat(alice.conversation("bob")).contains("before the loss");
    }

    @Test
    void whatADrainedNodeHadComesBackWithIt() throws Exception {
        var node = kubectl("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
        var probe = probe(60);
        kubectl(
                "drain",
                node,
                "--pod-selector=app.kubernetes.io/instance=bitchat",
                "--ignore-daemonsets",
                "--delete-emptydir-data",
                "--timeout=120s");
        kubectl("uncordon", node);
        for (var component : COMPONENTS) awaitRollout(component);

        probe.process().waitFor();
        assertThat(Files.readString(probe.output())).contains("lost 0, doubled 0");
    }

    private void restart() throws Exception {
        kubectl("rollout", "restart", "deployment", "-l", "app.kubernetes.io/instance=bitchat");
        for (var component : COMPONENTS) awaitRollout(component);
    }

    private void awaitRollout(String component) throws Exception {
        kubectl("rollout", "status", kind(component) + "/bitchat-" + component, "--timeout=120s");
    }

    private static String kind(String component) {
        return List.of("kafka", "postgresql", "s3", "transport-gateway").contains(component)
                ? "statefulset"
                : "deployment";
    }

    private Shell.Running probe(int seconds) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var probe = shell.start(
                java.toString(),
                "-jar",
                "tools/jobs/target/jobs.jar",
                "probe",
                "--url",
                gateway,
                "--seconds",
                Integer.toString(seconds));
        probe.awaitOutput("probing");
        return probe;
    }

    private String kubectl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", NAMESPACE));
        command.addAll(List.of(arguments));
        return shell.run(command.toArray(String[]::new));
    }
}
