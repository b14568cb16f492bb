package io.bitchat.launcher.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.bitchat.launcher.s3.Conformance;
import io.bitchat.launcher.s3.Outcome;
import io.bitchat.launcher.suite.S3Options;
import io.bitchat.launcher.suite.SuiteFiles;
import io.bitchat.s3.S3Settings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks that an S3 server supports what the suite needs: the server of the running suite, or another. */
@Command(
        name = "s3",
        description =
                "Tries all that the suite needs of an S3 server, by default on that of the running suite or of the"
                        + " environment (BITCHAT_S3_…), and cleans up. Exit code 0 if nothing fails, 1 if something does,"
                        + " 2 if it is not known which server.",
        mixinStandardHelpOptions = true)
final class DoctorS3Command implements Callable<Integer> {
    private static final int SICK = 1;
    private static final int STEP = 500;
    private static final String ROW = "%-9s %-20s %9s  %s%n";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:BITCHAT_DATA:-data}",
            description = "the data folder of the suite; BITCHAT_DATA [./data]")
    private Path data = Path.of("data");

    @Option(
            names = "--objects",
            paramLabel = "N",
            defaultValue = "10000",
            description = "objects to put and list [10000]")
    private int objects;

    @Option(names = "--json", description = "for programs")
    private boolean json;

    @Mixin
    private S3Options options = new S3Options();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws JsonProcessingException {
        if (objects < 1) throw new ParameterException(spec.commandLine(), "--objects must be at least 1");
        var settings = options.settings(new SuiteFiles(data), spec.commandLine());
        var out = System.out;
        if (!json) {
            out.println("trying " + settings.endpoint() + ", bucket " + settings.bucket());
            out.printf(ROW, "RESULT", "CHECK", "TIME", "");
        }
        var outcomes = new Conformance(settings, objects).run(json ? _ -> {} : one -> print(out, one), this::progress);
        if (json) printJson(out, settings, outcomes);
        return failed(outcomes) ? SICK : 0;
    }

    private static boolean failed(List<Outcome> outcomes) {
        return outcomes.stream().anyMatch(one -> one.verdict() == Outcome.Verdict.FAILED);
    }

    private static void print(PrintStream out, Outcome one) {
        out.printf(
                ROW,
                one.verdict().name().toLowerCase(Locale.ROOT),
                one.check(),
                one.took().toMillis() + " ms",
                one.detail() + (one.remedy().isEmpty() ? "" : " → " + one.remedy()));
    }

    /** Writes to standard error, because programs may parse standard output. */
    private void progress(int put) {
        if (put % STEP == 0)
            System.err.print("\r  " + put + " of " + objects + " objects put" + (put == objects ? "\n" : ""));
    }

    private static void printJson(PrintStream out, S3Settings settings, List<Outcome> outcomes)
            throws JsonProcessingException {
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var root = mapper.createObjectNode()
                .put("endpoint", settings.endpoint().toString())
                .put("bucket", settings.bucket())
                .put("passed", !failed(outcomes));
        var list = root.putArray("checks");
        for (var one : outcomes) {
            list.addObject()
                    .put("check", one.check())
                    .put("result", one.verdict().name().toLowerCase(Locale.ROOT))
                    .put("detail", one.detail())
                    .put("millis", one.took().toMillis())
                    .put("remedy", one.remedy());
        }
        out.println(mapper.writeValueAsString(root));
    }
}
