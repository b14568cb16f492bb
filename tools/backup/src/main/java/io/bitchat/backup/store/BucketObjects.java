package io.bitchat.backup.store;

import io.bitchat.backup.BackupException;
import io.bitchat.s3.S3Bucket;
import io.bitchat.s3.S3Error;
import io.bitchat.s3.S3Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A bucket with one object for each chunk. */
public final class BucketObjects implements ObjectStore {
    /** A chunk has at most 16 MiB, and its sealing adds some bytes for each 64 KiB. */
    private static final int LONGEST = 17 << 20;

    private final S3Bucket bucket;

    public BucketObjects(S3Settings settings) {
        bucket = new S3Bucket(settings);
    }

    @Override
    public String name() {
        return "bucket " + bucket.settings().bucket() + " of "
                + bucket.settings().endpoint();
    }

    @Override
    public boolean copy(String key, OutputStream out) throws IOException {
        try {
            // read as a whole, because an attempt that fails halfway is repeated
            var object = bucket.get(key, LONGEST).join();
            if (object.length > LONGEST) throw new BackupException(key + " is longer than any chunk");
            out.write(object);
            return true;
        } catch (CompletionException e) {
            if (is(e, S3Error.Kind.MISSING)) return false;
            throw told(e);
        }
    }

    @Override
    public void put(String key, InputStream object) throws IOException {
        var bytes = object.readAllBytes();
        try {
            stored(key, bytes).join();
        } catch (CompletionException e) {
            throw told(e);
        }
    }

    /** The bucket of a new installation may not exist yet. */
    private CompletableFuture<Void> stored(String key, byte[] bytes) {
        return bucket.put(key, bytes)
                .exceptionallyCompose(failure -> is(failure, S3Error.Kind.NO_BUCKET)
                        ? bucket.create().thenCompose(_ -> bucket.put(key, bytes))
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean is(Throwable failure, S3Error.Kind kind) {
        return S3Error.of(failure).kind() == kind;
    }

    private BackupException told(Throwable failure) {
        return new BackupException(
                name() + " does not serve: " + S3Error.of(failure).getMessage(), failure);
    }

    @Override
    public void close() {
        bucket.close();
    }
}
