package io.bitchat.system.edge;

import io.bitchat.system.suite.Suite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged program of an edge node, started as {@code ./bitchat edge} does. */
final class EdgeProgram {
    private EdgeProgram() {}

    /** @param environment variables, such as {@code NAME=value} */
    static List<String> command(List<String> environment) {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                Suite.root()
                        .resolve("transport-gateway/target/quarkus-app/quarkus-run.jar")
                        .toString()));
        return command;
    }
}
