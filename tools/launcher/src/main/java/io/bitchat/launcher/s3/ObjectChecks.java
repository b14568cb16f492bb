package io.bitchat.launcher.s3;

import static io.bitchat.launcher.s3.Check.answer;
import static io.bitchat.launcher.s3.Check.require;
import static io.bitchat.launcher.s3.Check.troubleOf;

import io.bitchat.launcher.s3.Check.Refuted;
import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import io.bitchat.s3.S3Error.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Single objects: a get returns what was put, even with concurrent writers. */
final class ObjectChecks {
    private static final int CHUNK = 1 << 20;
    private static final int LARGEST = (1 << 24) + (1 << 14);
    private static final int WRITERS = 8;

    private final S3Bucket bucket;
    private final String prefix;
    private final Random random = new Random();

    /** @param prefix prefix of all keys that the checks use */
    ObjectChecks(S3Bucket bucket, String prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    List<Check> all() {
        return List.of(
                new Check(
                        "unsigned payload",
                        !bucket.settings().signPayload(),
                        "allow UNSIGNED-PAYLOAD, or set BITCHAT_S3_SIGN_PAYLOAD=true",
                        this::unsigned),
                new Check(
                        "checksum",
                        false,
                        "nothing: damage in transit is still found, but only when a chunk is read and verified",
                        this::checksum),
                new Check(
                        "put and get", true, "the server changes stored objects: use another server", this::putAndGet),
                new Check("range", true, "the server must answer GET with Range", this::range),
                new Check("overwrite", true, "a put must replace the object; switch immutability off", this::overwrite),
                new Check("largest chunk", true, "allow objects of 17 MiB in one request", this::largest),
                new Check("concurrent writers", true, "a put must be atomic: use another server", this::writers),
                new Check("missing object", true, "a missing object must give 404 with NoSuchKey", this::missing),
                new Check("delete", true, "allow s3:DeleteObject", this::delete),
                new Check("delete of nothing", true, "deleting must be repeatable", this::deleteOfNothing),
                new Check(
                        "conditional put", false, "nothing: the suite does without If-None-Match", this::conditional));
    }

    private String unsigned() throws S3Error {
        var bytes = bytes(1_000);
        answer(bucket.putUnsigned(prefix + "unsigned", bytes, S3Bucket.crc32c(bytes)));
        return "sealed data carries a CRC-32C in place of a SHA-256";
    }

    private String checksum() throws Refuted {
        var bytes = bytes(1_000);
        var error = troubleOf(
                bucket.putUnsigned(prefix + "damaged", bytes, ~S3Bucket.crc32c(bytes)),
                "bytes are stored although their CRC-32C is wrong");
        require(error.kind() == Kind.PERMANENT, "it is reported as " + error.getMessage());
        return "bytes with a wrong CRC-32C are refused";
    }

    private String putAndGet() throws Refuted, S3Error {
        var bytes = bytes(CHUNK);
        answer(bucket.putSealed(prefix + "one", bytes));
        require(Arrays.equals(get("one", CHUNK), bytes), "the object read differs from the one put");
        return "1 MiB";
    }

    private String range() throws Refuted, S3Error {
        var bytes = bytes(CHUNK);
        answer(bucket.putSealed(prefix + "range", bytes));
        var part = answer(bucket.get(prefix + "range", 1_000, 500));
        require(Arrays.equals(part, Arrays.copyOfRange(bytes, 1_000, 1_500)), "other bytes than 1000-1499 are read");
        return "bytes 1000-1499 of 1 MiB";
    }

    private String overwrite() throws Refuted, S3Error {
        answer(bucket.putSealed(prefix + "one", bytes(1_000)));
        var bytes = bytes(2_000);
        answer(bucket.putSealed(prefix + "one", bytes));
        require(Arrays.equals(get("one", CHUNK), bytes), "an older object is read after it was replaced");
        return "the newer one is read";
    }

    private String largest() throws Refuted, S3Error {
        var bytes = bytes(LARGEST);
        answer(bucket.putSealed(prefix + "large", bytes));
        require(Arrays.equals(get("large", LARGEST), bytes), "the object read differs from the one put");
        return (LARGEST >> 10) + " KiB";
    }

    private String writers() throws Refuted, S3Error {
        var written = new ArrayList<byte[]>();
        var puts = new ArrayList<CompletableFuture<Void>>();
        for (int writer = 0; writer < WRITERS; writer++) {
            var bytes = bytes(CHUNK);
            written.add(bytes);
            puts.add(bucket.putSealed(prefix + "contested", bytes));
        }
        for (var put : puts) answer(put);
        var found = get("contested", CHUNK);
        require(written.stream().anyMatch(one -> Arrays.equals(one, found)), "the object is a mixture of several puts");
        return WRITERS + " at once, one of them is stored whole";
    }

    private String missing() throws Refuted {
        var error = troubleOf(bucket.get(prefix + "nothing", CHUNK), "an object that was never put is read");
        require(error.kind() == Kind.MISSING, "it is reported as " + error.getMessage());
        return "reported as missing";
    }

    private String delete() throws Refuted, S3Error {
        answer(bucket.putSealed(prefix + "gone", bytes(100)));
        answer(bucket.delete(prefix + "gone"));
        var error = troubleOf(bucket.get(prefix + "gone", CHUNK), "the object is read after it was deleted");
        require(error.kind() == Kind.MISSING, "it is reported as " + error.getMessage());
        return "gone at once";
    }

    private String deleteOfNothing() throws S3Error {
        answer(bucket.delete(prefix + "nothing"));
        return "no error";
    }

    private String conditional() throws Refuted, S3Error {
        var first = bytes(100);
        answer(bucket.putIfAbsent(prefix + "once", first));
        var error = troubleOf(bucket.putIfAbsent(prefix + "once", bytes(100)), "If-None-Match: * is ignored");
        require(error.kind() == Kind.EXISTS, "it is refused as " + error.getMessage());
        require(Arrays.equals(get("once", CHUNK), first), "the object was replaced nevertheless");
        return "If-None-Match: * is respected";
    }

    private byte[] get(String name, int atMost) throws S3Error {
        return answer(bucket.get(prefix + name, atMost));
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
