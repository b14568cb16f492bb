package io.bitchat.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bitchat.launcher.suite.SuiteFiles;
import io.bitchat.launcher.suite.SuiteState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints which processes run, and their health. */
@Command(
        name = "status",
        description = "Lists the processes and their health; exit code 0 only if all are healthy.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    private static final int UNHEALTHY = 1;
    private static final String ROW = "%-20s %8s %6s %-10s %10s %9s  %s%n";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:BITCHAT_DATA:-data}",
            description = "the data folder of the suite; BITCHAT_DATA [./data]")
    private Path data = Path.of("data");

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        var files = new SuiteFiles(data);
        Optional<SuiteState> state = SuiteState.read(files);
        List<ProcessStatus> processes =
                state.map(known -> new SuiteExamination(files, known).all()).orElse(List.of());
        if (json) {
            printJson(processes);
        } else if (processes.isEmpty()) {
            System.out.println("nothing runs on " + files.data() + "; ./bitchat up starts the suite");
        } else {
            printTable(System.out, processes);
        }
        return healthy(processes) ? 0 : UNHEALTHY;
    }

    private static boolean healthy(List<ProcessStatus> processes) {
        return !processes.isEmpty() && processes.stream().allMatch(ProcessStatus::healthy);
    }

    private static void printTable(PrintStream out, List<ProcessStatus> processes) {
        out.printf(ROW, "PROCESS", "PID", "PORT", "HEALTH", "UPTIME", "MEMORY", "");
        for (ProcessStatus process : processes) {
            out.printf(
                    ROW,
                    process.name(),
                    process.pid() == null ? "-" : process.pid(),
                    process.port() == 0 ? "-" : process.port(),
                    process.healthy() ? "healthy" : "unhealthy",
                    process.pid() == null ? "-" : readable(process.uptime()),
                    process.residentBytes() == 0 ? "-" : (process.residentBytes() >> 20) + " MB",
                    process.why());
        }
        long total = processes.stream().mapToLong(ProcessStatus::residentBytes).sum();
        out.println("all together " + (total >> 20) + " MB");
    }

    private static void printJson(List<ProcessStatus> processes) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode().put("healthy", healthy(processes));
        var list = root.putArray("processes");
        for (ProcessStatus process : processes) {
            list.addObject()
                    .put("name", process.name())
                    .put("pid", process.pid())
                    .put("port", process.port())
                    .put("healthy", process.healthy())
                    .put("why", process.why())
                    .put("uptime_seconds", process.uptime().toSeconds())
                    .put("resident_bytes", process.residentBytes());
        }
        System.out.println(mapper.writeValueAsString(root));
    }

    private static String readable(Duration uptime) {
        return uptime.toHours() > 0
                ? uptime.toHours() + "h " + uptime.toMinutesPart() + "m"
                : uptime.toMinutesPart() + "m " + uptime.toSecondsPart() + "s";
    }
}
