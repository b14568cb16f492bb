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
 * A bucket. Requests do not block but for the signing, which hashes the object: not for an event loop. Their answers come on
 * threads of the client, and every failure is an {@link S3Error}. Safe for use by several threads.
 */
public final class S3Bucket implements AutoCloseable {
    /** Keys of one page of a list; no server gives more. */
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

    /** A bucket as the client speaks to it by itself, to compare with. */
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
     * Keys in their order, and what comes after them.
     *
     * @param next where to go on; null at the end
     */
    public record Page(List<String> keys, @Nullable String next) {}

    /** Stores an object whole, in place of an earlier one. */
    public CompletableFuture<Void> put(String key, byte[] object) {
        return put(key, object, object.length);
    }

    private CompletableFuture<Void> put(String key, byte[] array, int length) {
        var args = on(PutObjectAPIArgs.builder(), key).data(array, length).build();
        return repeated(() -> client.putObject(args)).thenAccept(_ -> {});
    }

    /**
     * The same for an object that proves itself to whoever reads it, as a sealed chunk does: with {@link #putUnsigned},
     * unless the settings say that all bytes are signed.
     */
    public CompletableFuture<Void> putSealed(String key, byte[] object) {
        return putSealed(key, object, object.length);
    }

    /**
     * The same of what is at the beginning of an array.
     *
     * @param array which is read until the answer is there
     */
    public CompletableFuture<Void> putSealed(String key, byte[] array, int length) {
        return settings.signPayload()
                ? put(key, array, length)
                : putUnsigned(key, array, length, crc32c(array, length));
    }

    /**
     * The same, signed without the SHA-256 of the bytes, as the client does by itself where TLS protects the way.
     *
     * @param crc32c of the bytes (RFC 3720, section 12.1), which goes with them; a server that knows it refuses others
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

    /** The client's own CRC-32C takes as long as a SHA-256; the JDK's is an instruction of the processor. */
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

    /** Stores an object where there is none; fails as {@link S3Error.Kind#EXISTS} otherwise. */
    public CompletableFuture<Void> putIfAbsent(String key, byte[] object) {
        var args = on(PutObjectAPIArgs.builder(), key)
                .data(object, object.length)
                .headers(new Http.Headers("If-None-Match", "*"))
                .build();
        return once(() -> client.putObject(args)).thenAccept(_ -> {});
    }

    /**
     * Reads an object; fails as {@link S3Error.Kind#MISSING} where there is none.
     *
     * @param atMost bytes that it may have; of one that is longer only one byte more is read
     */
    public CompletableFuture<byte[]> get(String key, int atMost) {
        var args = on(GetObjectArgs.builder(), key).build();
        return repeated(() -> client.getObject(args).thenApply(answer -> read(answer, atMost)));
    }

    /**
     * What makes something of an object's bytes, of which it need not read all; on a thread of the client, which it keeps
     * as long. An answer that breaks off fails and does not end.
     *
     * @param <T> what is made of them
     */
    public interface Reading<T> {
        T of(InputStream bytes) throws IOException;
    }

    /** Lets an object be read as it comes in; from its beginning again where that fails. */
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

    /** Deletes an object; there may be none. */
    public CompletableFuture<Void> delete(String key) {
        var args = on(RemoveObjectArgs.builder(), key).build();
        return repeated(() -> client.removeObject(args));
    }

    /** Some of the keys that begin so, from the beginning or from where a page said. */
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

    /** Whether the server answers, knows the credentials and has the bucket; else {@link S3Error.Kind#NO_BUCKET}. */
    public CompletableFuture<Void> check() {
        var args = HeadBucketArgs.builder().bucket(settings.bucket()).build();
        return once(() -> client.headBucket(args)).thenAccept(_ -> {});
    }

    /** Makes the bucket; that somebody else just did is as good. */
    public CompletableFuture<Void> create() {
        var args = CreateBucketArgs.builder().bucket(settings.bucket()).build();
        return once(() -> client.createBucket(args)).<Void>handle((_, failure) -> {
            if (failure == null || S3Error.of(failure).kind() == S3Error.Kind.EXISTS) return null;
            throw new CompletionException(failure);
        });
    }

    /** Takes the bucket away, which has to be empty. */
    public CompletableFuture<Void> remove() {
        var args = RemoveBucketArgs.builder().bucket(settings.bucket()).build();
        return once(() -> client.removeBucket(args));
    }

    /** Ends what is idle; what is under way comes to its end. */
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

    /** The client itself would let any number wait for a connection. */
    private <T> CompletableFuture<T> counted(Supplier<CompletableFuture<T>> request) {
        var limits = settings.limits();
        if (underWay.incrementAndGet() > limits.connections() + limits.waiting()) {
            underWay.decrementAndGet();
            return CompletableFuture.failedFuture(S3Error.permanent("too many requests wait for a connection"));
        }
        return request.get().whenComplete((_, _) -> underWay.decrementAndGet());
    }

    /** What the answer says of itself; negative where it says nothing that is believed. */
    private static int length(GetObjectResponse answer) {
        var said = answer.headers().get("Content-Length");
        return said != null && DIGITS.matcher(said).matches() ? Integer.parseInt(said) : -1;
    }

    /** On a thread of the client, of which there are as many as connections. */
    private static byte[] read(GetObjectResponse answer, int atMost) {
        try (answer) {
            int length = length(answer);
            if (length < 0 || length > atMost) return answer.readNBytes(atMost + 1);
            // into one array, instead of many that are put together
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
