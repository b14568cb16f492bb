package io.bitchat.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The files of a PostgreSQL server and the command that runs it. Durable: checksums, fsync, synchronous commit. */
public final class PostgresCluster {
    private static final int INITDB_MINUTES = 2;

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("max_connections", "100"),
            Map.entry("max_wal_size", "2GB"),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("jit", "off"));

    private final PostgresConfig config;
    private final PostgresBinaries binaries;
    private final Unprivileged privilege;

    public PostgresCluster(PostgresConfig config, PostgresBinaries binaries) {
        this.config = config;
        this.binaries = binaries;
        this.privilege = Unprivileged.detect();
    }

    public PostgresConfig config() {
        return config;
    }

    /** Creates the cluster if it does not exist, and ends a server that a killed launcher left behind. */
    public void prepare() {
        Path folder = config.dataFolder();
        if (Files.exists(folder.resolve("PG_VERSION"))) {
            requireSameMajor(folder);
            PostmasterFile.in(folder).endOrphan();
        } else {
            initialise(folder);
        }
        privilege.own(folder);
    }

    /**
     * Runs the server in the foreground with logs on standard error. SIGINT shuts it down fast, SIGTERM when all
     * clients have disconnected.
     */
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                binaries.program("postgres").toString(),
                "-D",
                config.dataFolder().toString()));
        command.addAll(List.of("-c", "listen_addresses=" + config.host(), "-c", "port=" + config.port()));
        SETTINGS.forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
        return privilege.command(command);
    }

    private void initialise(Path folder) {
        Path fresh = folder.resolveSibling(folder.getFileName() + ".new");
        Path password = folder.resolveSibling(folder.getFileName() + ".password");
        try {
            Folders.delete(fresh);
            Folders.createPrivate(fresh);
            Files.deleteIfExists(password);
            Files.createFile(password, Folders.ownerOnlyFile());
            Files.writeString(password, config.password());
            privilege.own(fresh);
            privilege.own(password);
            runInitdb(fresh, password);
            Folders.makeWay(folder);
            Files.move(fresh, folder);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "PostgreSQL's folder " + folder + " cannot be made (" + e + "); free space there or choose another",
                    e);
        } finally {
            Folders.deleteFile(password);
        }
    }

    private void runInitdb(Path folder, Path password) throws IOException {
        Process initdb = new ProcessBuilder(privilege.command(List.of(
                        binaries.program("initdb").toString(),
                        "--pgdata=" + folder,
                        "--username=" + PostgresConfig.USER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--data-checksums",
                        "--no-instructions")))
                .redirectErrorStream(true)
                .start();
        initdb.getOutputStream().close();
        String output = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!ended(initdb) || initdb.exitValue() != 0) {
            initdb.destroyForcibly();
            throw new IOException("initdb: " + lastError(output));
        }
    }

    private static boolean ended(Process initdb) {
        try {
            return initdb.waitFor(INITDB_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String lastError(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return lines.stream()
                .filter(line -> line.contains("rror") || line.contains("FATAL"))
                .findFirst()
                .orElse(lines.isEmpty() ? "no output" : lines.getLast());
    }

    private static void requireSameMajor(Path folder) {
        try {
            String version = Files.readString(folder.resolve("PG_VERSION")).strip();
            if (!version.equals("17")) {
                throw new EmbeddedException("folder " + folder + " was made by PostgreSQL " + version
                        + ", this is 17; dump and restore it, or choose another data folder");
            }
        } catch (IOException e) {
            throw new EmbeddedException("folder " + folder + " is not readable (" + e + "); change its owner", e);
        }
    }
}
