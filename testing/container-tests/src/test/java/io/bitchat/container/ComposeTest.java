package io.bitchat.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * {@code docker-compose.yml} under a project name of its own. Needs an engine with the images of {@code ./bitchat images},
 * {@code postgres:17} and {@code apache/kafka:4.1.1}, or their stand-ins (testing/stand-ins).
 */
@EnabledIfSystemProperty(named = "bitchat.compose", matches = "true", disabledReason = "runs with -Pcompose only")
class ComposeTest {
    private static final String TOOLS = "bitchat/tools:0.1.0";
    private static final String PROJECT = "bitchat-test";

    private Shell shell = new Shell(Map.of());
    private int port;

    @BeforeEach
    void choosePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        shell = new Shell(Map.of(
                "COMPOSE_PROJECT_NAME",
                PROJECT,
                "BITCHAT_PORT",
                Integer.toString(port),
                "GW",
                "http://localhost:" + port));
    }

    @AfterEach
    void removeAll() throws Exception {
        shell.run("docker", "compose", "--profile", "backup", "down", "--volumes", "--timeout", "20");
    }

    @Test
    void theSuiteComesUpAndKeepsItsDataAndIsRestoredFromABackup() throws Exception {
        var alice = new Peer("http://localhost:" + port, "alice-" + port);
        up();
        assertThat(shell.run("sh", "examples/e2e.sh")).contains("10 passed, 0 failed");
        assertThat(inside("acceptance", "--url", "http://gateway:8000"))
                .contains("a file comes back as it was sent", "the transports are listed");
        alice.register();
        alice.send("bob", "before all of it");

        shell.run("docker", "compose", "down");
        up();
        assertThat(alice.conversation("bob")).contains("before all of it");

        var backups = Files.createDirectories(Path.of("../../backups"));
        Files.setPosixFilePermissions(backups, PosixFilePermissions.fromString("rwxrwxrwx"));
        var name = "compose-test-" + port + ".zip";
        shell.run("docker", "compose", "run", "--rm", "backup", "backup", "/backups/" + name);
        shell.run("docker", "compose", "down", "--volumes");
        up();
        shell.run("docker", "compose", "run", "--rm", "backup", "restore", "/backups/" + name);
        shell.run("docker", "compose", "restart");
        up();
        assertThat(alice.conversation("bob")).contains("before all of it");
        assertThat(shell.run("sh", "examples/e2e.sh")).contains("10 passed, 0 failed");
        Files.delete(backups.resolve(name));
    }

    private void up() throws IOException, InterruptedException {
        shell.run("docker", "compose", "up", "-d", "--wait");
    }

    private String inside(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("docker", "run", "--rm", "--network", PROJECT + "_default", TOOLS));
        command.addAll(List.of(arguments));
        return shell.run(command.toArray(String[]::new));
    }
}
