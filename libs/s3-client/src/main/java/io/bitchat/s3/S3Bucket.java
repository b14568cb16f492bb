package io.bitchat.s3;

import io.minio.CreateBucketArgs;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.ObjectArgs;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveBucketArgs;
import io.minio.RemoveObjectArgs;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of an S3 server. Requests do not block, but signing hashes the object, so not for an event loop. Results
 * arrive on threads of the client, and every failure is an {@link S3Error}. Thread-safe.
 */
public final class S3Bucket implements AutoCloseable {
    /** Number of keys on one page of a list; no server returns more. */
    public static final int PAGE = 1_000;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    private final S3Settings settings;
    private final MinioAsyncClient client;
    private final AtomicInteger underWay = new AtomicInteger();

    public S3Bucket(S3Settings settings) {
        this(settings, Proxy.NO_PROXY, new BufferedSockets());
    }

    /** A bucket behind an HTTP proxy. */
    public S3Bucket(S3Settings settings, InetSocketAddress proxy) {
        this(settings, new Proxy(Proxy.Type.HTTP, proxy), new BufferedSockets());
    }

    /** A bucket without buffered sockets, for comparison. */
    public static S3Bucket plain(S3Settings settings) {
        return new S3Bucket(settings, Proxy.NO_PROXY, SocketFactory.getDefault());
    }

    private S3Bucket(S3Settings settings, Proxy proxy, SocketFactory sockets) {
        this.settings = settings;
        this.client = S3Client.of(settings, proxy, sockets);
    }

    public S3Settings settings() {
        return settings;
    }

    /**
     * One page of keys, in order.
     *
     * @param next token of the next page; null at the end
     */
    public record Page(List<String> keys, @Nullable String next) {}

    /** Stores an object atomically, in place of an earlier one. */
    public CompletableFuture<Void> put(String key, byte[] object) {
        return put(key, object, object.length);
    }

    private CompletableFuture<Void> put(String key, byte[] array, int length) {
        var args = on(PutObjectAPIArgs.builder(), key).data(array, length).build();
        return repeated(() -> client.putObject(args)).thenAccept(_ -> {});
    }

    /**
     * Stores an object that authenticates itself to its reader, such as a sealed chunk: with {@link #putUnsigned},
     * unless the settings require signed payloads.
     */
    public CompletableFuture<Void> putSealed(String key, byte[] object) {
        return putSealed(key, object, object.length);
    }

    /**
     * Stores the beginning of an array like {@link #putSealed(String, byte[])}.
     *
     * @param array array that must not be changed until the result arrives
     */
    public CompletableFuture<Void> putSealed(String key, byte[] array, int length) {
        return settings.signPayload()
                ? put(key, array, length)
                : putUnsigned(key, array, length, crc32c(array, length));
    }

    /**
     * Stores an object with an unsigned payload, as the client itself does over TLS.
     *
     * @param crc32c CRC-32C of the bytes (RFC 3720, section 12.1), sent with them; a server that supports it rejects
     *     other bytes
     */
    public CompletableFuture<Void> putUnsigned(String key, byte[] object, int crc32c) {
        return putUnsigned(key, object, object.length, crc32c);
    }

    private CompletableFuture<Void> putUnsigned(String key, byte[] array, int length, int crc32c) {
        var args = on(PutObjectAPIArgs.builder(), key)
                .data(array, length)
                .headers(unsigned(crc32c))
                .build();
        return repeated(() -> client.putObject(args)).thenAccept(_ -> {});
    }

    /**
     * CRC-32C of the bytes. The client's own implementation takes as long as SHA-256; the JDK's uses a processor
     * instruction.
     */
    public static int crc32c(byte[] bytes) {
        return crc32c(bytes, bytes.length);
    }

    private static int crc32c(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static Http.Headers unsigned(int crc32c) {
        var bytes = ByteBuffer.allocate(Integer.BYTES).putInt(crc32c);
        return new Http.Headers(
                Http.Headers.X_AMZ_CONTENT_SHA256,
                "UNSIGNED-PAYLOAD",
                Http.Headers.X_AMZ_SDK_CHECKSUM_ALGORITHM,
                "CRC32C",
                "x-amz-checksum-crc32c",
                Base64.getEncoder().encodeToString(bytes.array()));
    }

    /** Stores an object if there is none of this key; fails with {@link S3Error.Kind#EXISTS} otherwise. */
    public CompletableFuture<Void> putIfAbsent(String key, byte[] object) {
        var args = on(PutObjectAPIArgs.builder(), key)
                .data(object, object.length)
                .headers(new Http.Headers("If-None-Match", "*"))
                .build();
        return once(() -> client.putObject(args)).thenAccept(_ -> {});
    }

    /**
     * Reads an object; fails with {@link S3Error.Kind#MISSING} if there is none.
     *
     * @param atMost expected maximum length in bytes; of a longer object only one byte more is read
     */
    public CompletableFuture<byte[]> get(String key, int atMost) {
        var args = on(GetObjectArgs.builder(), key).build();
        return repeated(() -> client.getObject(args).thenApply(answer -> read(answer, atMost)));
    }

    /**
     * Makes a result of an object's bytes, of which it need not read all. Runs on a thread of the client, and occupies
     * it meanwhile. A truncated response throws, and does not end.
     *
     * @param <T> the result
     */
    public interface Reading<T> {
        T of(InputStream bytes) throws IOException;
    }

    /** Reads an object as a stream; starts again from the beginning after a temporary failure. */
    public <T> CompletableFuture<T> get(String key, Reading<T> reading) {
        var args = on(GetObjectArgs.builder(), key).build();
        return repeated(() -> client.getObject(args).thenApply(answer -> read(answer, reading)));
    }

    /** Reads a part of an object. */
    public CompletableFuture<byte[]> get(String key, long offset, int length) {
        var args = on(GetObjectArgs.builder(), key)
                .offset(offset)
                .length((long) length)
                .build();
        return repeated(() -> client.getObject(args).thenApply(answer -> read(answer, length)));
    }

    /** Deletes an object if it exists. */
    public CompletableFuture<Void> delete(String key) {
        var args = on(RemoveObjectArgs.builder(), key).build();
        return repeated(() -> client.removeObject(args));
    }

    /** One page of the keys with a prefix, from the beginning or from the token of a page. */
    public CompletableFuture<Page> list(String prefix, @Nullable String from) {
        var args = ListObjectsV2Args.builder()
                .bucket(settings.bucket())
                .prefix(prefix)
                .continuationToken(from)
                .maxKeys(PAGE)
                .build();
        return repeated(() -> client.listObjectsV2(args)).thenApply(answer -> {
            var result = answer.result();
            var keys = result.contents().stream().map(item -> item.objectName()).toList();
            return new Page(keys, result.isTruncated() ? result.nextContinuationToken() : null);
        });
    }

    /**
     * Checks that the server responds, accepts the credentials and has the bucket; else fails, with
     * {@link S3Error.Kind#NO_BUCKET} if there is no bucket.
     */
    public CompletableFuture<Void> check() {
        var args = HeadBucketArgs.builder().bucket(settings.bucket()).build();
        return once(() -> client.headBucket(args)).thenAccept(_ -> {});
    }

    /** Creates the bucket; succeeds as well if it exists already. */
    public CompletableFuture<Void> create() {
        var args = CreateBucketArgs.builder().bucket(settings.bucket()).build();
        return once(() -> client.createBucket(args)).<Void>handle((_, failure) -> {
            if (failure == null || S3Error.of(failure).kind() == S3Error.Kind.EXISTS) return null;
            throw new CompletionException(failure);
        });
    }

    /** Deletes the bucket, which must be empty. */
    public CompletableFuture<Void> remove() {
        var args = RemoveBucketArgs.builder().bucket(settings.bucket()).build();
        return once(() -> client.removeBucket(args));
    }

    /** Closes idle connections; requests in flight are completed. */
    @Override
    public void close() {
        client.close();
    }

    private <B extends ObjectArgs.Builder<B, A>, A extends ObjectArgs> B on(B builder, String key) {
        return builder.bucket(settings.bucket()).object(key);
    }

    private <T> CompletableFuture<T> repeated(Supplier<CompletableFuture<T>> request) {
        return Attempts.of(settings.limits().attempts(), () -> counted(request));
    }

    private <T> CompletableFuture<T> once(Supplier<CompletableFuture<T>> request) {
        return Attempts.of(1, () -> counted(request));
    }

    /** Limits the number of waiting requests, since the client itself has no limit. */
    private <T> CompletableFuture<T> counted(Supplier<CompletableFuture<T>> request) {
        var limits = settings.limits();
        if (underWay.incrementAndGet() > limits.connections() + limits.waiting()) {
            underWay.decrementAndGet();
            return CompletableFuture.failedFuture(S3Error.permanent("too many requests wait for a connection"));
        }
        return request.get().whenComplete((_, _) -> underWay.decrementAndGet());
    }

    /** Declared length of the response; negative if it is missing or implausible. */
    private static int length(GetObjectResponse answer) {
        var said = answer.headers().get("Content-Length");
        return said != null && DIGITS.matcher(said).matches() ? Integer.parseInt(said) : -1;
    }

    /** Reads a response on a thread of the client, which has as many threads as connections. */
    private static byte[] read(GetObjectResponse answer, int atMost) {
        try (answer) {
            int length = length(answer);
            if (length < 0 || length > atMost) return answer.readNBytes(atMost + 1);
            // read into one array, instead of many that are joined
            var object = new byte[length];
            int count = answer.readNBytes(object, 0, length);
            if (count < length) throw new EOFException("the object ends after " + count + " of " + length + " bytes");
            return object;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static <T> T read(GetObjectResponse answer, Reading<T> reading) {
        try (answer) {
            return reading.of(answer);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }
}
