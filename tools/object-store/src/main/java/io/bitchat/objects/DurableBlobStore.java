package io.bitchat.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * S3Proxy's file system store with two additions: an acknowledged object and all folders above it are synced to the
 * disk, and a full disk is answered with 507. This covers single-request puts only; multipart uploads are written as
 * S3Proxy does it.
 */
final class DurableBlobStore extends ForwardingBlobStore {
    private static final int INSUFFICIENT_STORAGE = 507;

    private final Path root;

    DurableBlobStore(BlobStore store, Path root) {
        super(store);
        this.root = root;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
        var object = root.resolve(request.bucket()).resolve(request.key());
        try {
            var answer = super.putBlob(request, bytes);
            bringToDisk(object);
            return answer;
        } catch (IOException e) {
            throw isFull(e) ? full(e) : new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw isFull(e) ? full(e) : e;
        }
    }

    private static S3Exception full(Exception cause) {
        return S3Exceptions.fromStatusCode(INSUFFICIENT_STORAGE, cause);
    }

    /** Checks the message, because the JDK has no exception type for a full disk. */
    private static boolean isFull(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (message.contains("No space left") || message.contains("quota exceeded")) return true;
        }
        return false;
    }

    /** Syncs all folders up to the root: a concurrent request may have just created one and not synced it yet. */
    private void bringToDisk(Path object) throws IOException {
        if (Files.isRegularFile(object)) sync(object, StandardOpenOption.WRITE);
        for (var folder = object.getParent(); folder != null; folder = folder.getParent()) {
            sync(folder, StandardOpenOption.READ);
            if (folder.equals(root)) return;
        }
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
