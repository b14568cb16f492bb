package io.bitchat.launcher.doctor;

import io.bitchat.launcher.suite.SuiteFiles;
import io.bitchat.launcher.suite.SuiteState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Examines the machine, and the suite if it runs. */
@Command(
        name = "doctor",
        description =
                "Examines the machine and the suite, with a remedy for each trouble; exit code 0 if nothing fails.",
        mixinStandardHelpOptions = true,
        subcommands = {DoctorS3Command.class, DoctorMeshCommand.class})
public final class DoctorCommand implements Callable<Integer> {
    private static final int SICK = 1;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:BITCHAT_DATA:-data}",
            description = "the data folder of the suite; BITCHAT_DATA [./data]")
    private Path data = Path.of("data");

    @Override
    public Integer call() {
        var files = new SuiteFiles(data);
        Optional<SuiteState> state = SuiteState.read(files);
        List<Finding> findings = new ArrayList<>(new MachineChecks(files, state).all());
        state.ifPresent(known -> findings.addAll(new SuiteChecks(files, known).all()));
        findings.forEach(finding -> System.out.println(finding.line()));
        if (state.isEmpty()) {
            System.out.println("nothing runs on " + files.data() + "; ./bitchat up starts the suite");
        }
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.FAIL) ? SICK : 0;
    }
}
