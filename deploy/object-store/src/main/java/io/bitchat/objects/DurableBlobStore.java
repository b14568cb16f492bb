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
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * S3Proxy's folder of files, with what it leaves to chance: an object that is acknowledged is on the disk, and so are the
 * folders that lead to it. Objects of one request only; those of several parts are as S3Proxy writes them.
 */
final class DurableBlobStore extends ForwardingBlobStore {
    private final Path root;

    DurableBlobStore(BlobStore store, Path root) {
        super(store);
        this.root = root;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream octets) {
        var object = root.resolve(request.bucket()).resolve(request.key());
        var known = deepestKnown(object);
        var answer = super.putBlob(request, octets);
        try {
            if (Files.isRegularFile(object)) sync(object, StandardOpenOption.WRITE);
            for (var folder = object.getParent(); folder != null; folder = folder.getParent()) {
                sync(folder, StandardOpenOption.READ);
                if (folder.equals(known)) break;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer;
    }

    /** The folder that was there before; those below it are new, and so are their names. */
    private Path deepestKnown(Path object) {
        var folder = object.getParent();
        while (folder != null && !folder.equals(root) && !Files.isDirectory(folder)) folder = folder.getParent();
        return folder == null ? root : folder;
    }

    private static void sync(Path path, StandardOpenOption how) throws IOException {
        try (var channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
