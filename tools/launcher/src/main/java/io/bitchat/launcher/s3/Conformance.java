package io.bitchat.launcher.s3;

import static io.bitchat.launcher.s3.Check.answer;

import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import io.bitchat.s3.S3Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Checks an S3 server for all that the suite needs, under a prefix of its bucket that is deleted afterwards. */
public final class Conformance {
    private final S3Settings settings;
    private final int objects;
    private final String prefix = "bitchat-doctor-" + UUID.randomUUID() + "/";
    private boolean created;

    /** @param objects number of objects to put, list and delete */
    public Conformance(S3Settings settings, int objects) {
        this.settings = settings;
        this.objects = objects;
    }

    /**
     * Runs all checks; if the first one fails, the server is unreachable and the others are skipped.
     *
     * @param each receives each outcome when its check ends
     * @param progress receives the number of objects put so far
     */
    public List<Outcome> run(Consumer<Outcome> each, IntConsumer progress) {
        try (var bucket = new S3Bucket(settings)) {
            List<Outcome> outcomes = new ArrayList<>();
            for (var check : checks(bucket, progress)) {
                boolean reached = outcomes.isEmpty() || outcomes.getFirst().verdict() == Outcome.Verdict.OK;
                var outcome = reached ? check.run() : check.skipped();
                outcomes.add(outcome);
                each.accept(outcome);
            }
            return List.copyOf(outcomes);
        }
    }

    private List<Check> checks(S3Bucket bucket, IntConsumer progress) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Check(
                "bucket",
                true,
                "check the endpoint, the credentials, and their right to create the bucket",
                () -> open(bucket)));
        checks.addAll(new ObjectChecks(bucket, prefix).all());
        checks.addAll(new FaultChecks(settings, prefix).all());
        checks.addAll(new ManyObjects(bucket, prefix, objects, progress).all());
        checks.add(new Check("clean up", true, "delete the objects that begin with " + prefix, () -> cleanUp(bucket)));
        return checks;
    }

    private String open(S3Bucket bucket) throws S3Error {
        try {
            answer(bucket.check());
            return "is there";
        } catch (S3Error error) {
            if (error.kind() != S3Error.Kind.NO_BUCKET) throw error;
        }
        answer(bucket.create());
        created = true;
        return "was made";
    }

    private String cleanUp(S3Bucket bucket) throws S3Error {
        var left = Listing.of(bucket, prefix).keys();
        ManyObjects.inWindow(
                left.stream()
                        .<Supplier<CompletableFuture<Void>>>map(key -> () -> bucket.delete(key))
                        .toList(),
                _ -> {});
        if (created) answer(bucket.remove());
        return left.size() + " objects deleted" + (created ? ", and the bucket" : "");
    }
}
