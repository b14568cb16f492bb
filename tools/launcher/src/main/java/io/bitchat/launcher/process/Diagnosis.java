package io.bitchat.launcher.process;

import io.bitchat.launcher.suite.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Why a process ended, and what to do about it.
 *
 * @param cause the exit code and the most relevant line of the log
 */
public record Diagnosis(String cause, String remedy) {
    private static final int MAX_LINE = 300;
    private static final int SIGNAL_BASE = 128;
    private static final Pattern TROUBLE =
            Pattern.compile("ERROR|FATAL|PANIC|Exception|Error:|OutOfMemory|Caused by:", Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> REMEDIES = remedies();

    private static Map<String, String> remedies() {
        Map<String, String> remedies = new LinkedHashMap<>();
        remedies.put("OutOfMemoryError", "give it more memory: %s=-Xmx512m");
        remedies.put("Address already in use", "free its port, or change it with %s");
        remedies.put("is in use", "free its port, or change it with %s");
        remedies.put("No space left", "free disk space");
        remedies.put("Permission denied", "make the data folder writable");
        remedies.put("AccessDenied", "make the data folder writable");
        remedies.put(
                "password authentication failed",
                "restore keys/postgres.password in the data folder, or use another --data");
        remedies.put("FlywayValidate", "the data folder was made by another version; use another --data");
        return remedies;
    }

    /** Interprets exit codes above 128 as signals, as a shell does. */
    static Diagnosis of(Endpoint endpoint, int exitCode, List<String> output) {
        String line = lineThatMatters(output);
        return new Diagnosis(describe(exitCode) + ": " + line, remedy(endpoint, exitCode, output));
    }

    private static String describe(int exitCode) {
        return switch (exitCode - SIGNAL_BASE) {
            case 9 -> "was killed (signal 9)";
            case 15 -> "was terminated (signal 15)";
            case 11, 6 -> "crashed (signal " + (exitCode - SIGNAL_BASE) + ")";
            default -> "ended with code " + exitCode;
        };
    }

    private static String lineThatMatters(List<String> output) {
        List<String> lines = output.stream()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("at "))
                .toList();
        return lines.reversed().stream()
                .filter(line -> TROUBLE.matcher(line).find())
                .findFirst()
                .or(() -> lines.reversed().stream().findFirst())
                .map(Diagnosis::shorten)
                .orElse("it printed nothing");
    }

    private static String remedy(Endpoint endpoint, int exitCode, List<String> output) {
        for (Map.Entry<String, String> remedy : REMEDIES.entrySet()) {
            if (output.stream().anyMatch(line -> line.contains(remedy.getKey()))) {
                boolean memory = remedy.getKey().startsWith("OutOfMemory");
                return remedy.getValue()
                        .formatted(
                                memory
                                        ? endpoint.javaOptionsVariable()
                                        : endpoint.flag() + " / " + endpoint.variable());
            }
        }
        return exitCode == SIGNAL_BASE + 9
                ? "if nobody killed it, the machine ran out of memory: close other programs"
                : "see its log";
    }

    private static String shorten(String line) {
        String text = line.strip();
        return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "…";
    }
}
