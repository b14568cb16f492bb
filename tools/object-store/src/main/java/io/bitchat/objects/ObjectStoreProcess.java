package io.bitchat.objects;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * The S3 server of a suite on one machine: {@code ObjectStoreProcess <folder> <host> <port> <access key> <file of the
 * secret> [parent pid]}. Each bucket is a folder and each object a file. Prints {@value #READY} when clients can
 * connect. Stops on SIGTERM, and when the given parent has ended. If it cannot start, it exits with code 2 and one line
 * on standard error.
 */
public final class ObjectStoreProcess {
    /** Start of the line that reports readiness. */
    public static final String READY = "object store ready";

    private static final int CANNOT_START = 2;
    private static final int PARENT = 5;
    private static final int THREADS = 64;
    /**
     * Larger than the largest chunk, in bytes. S3Proxy buffers a request in memory, because it verifies the hash before
     * it stores the object.
     */
    private static final long LARGEST_REQUEST = 20L << 20;

    private static final long STOP_MILLIS = 5_000;
    private static final Duration LISTEN_LIMIT = Duration.ofSeconds(30);
    private static final int CONNECT_MILLIS = 2_000;
    private static final long CONNECT_PAUSE_MILLIS = 20;

    /**
     * Root logger of the libraries. A strong reference, because the level is lost when the logger is garbage-collected.
     */
    private static final Logger LIBRARIES = Logger.getLogger("");

    private ObjectStoreProcess() {}

    public static void main(String... args) throws InterruptedException {
        LIBRARIES.setLevel(Level.WARNING);
        try {
            var server = start(Path.of(args[0]), args[1], Integer.parseInt(args[2]), args[3], Path.of(args[4]));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "stop"));
        } catch (Exception e) {
            System.err.println("ERROR " + e);
            Runtime.getRuntime().halt(CANNOT_START);
        }
        if (args.length > PARENT) endWith(Long.parseLong(args[PARENT]));
        System.out.println(READY + " endpoint=http://" + args[1] + ":" + args[2]);
        new CountDownLatch(1).await();
    }

    /** Declares {@code Exception} because S3Proxy does. */
    private static S3Proxy start(Path folder, String host, int port, String accessKey, Path secret) throws Exception {
        var root = createFolder(folder);
        Drafts.delete(root);
        var server = S3Proxy.builder()
                .blobStore(new DurableBlobStore(new FilesystemNio2BlobStore(root.toString()), root))
                .awsAuthentication(
                        AuthenticationType.AWS_V4,
                        accessKey,
                        Files.readString(secret).strip())
                .endpoint(URI.create("http://" + host + ":" + port))
                .v4MaxNonChunkedRequestSize(LARGEST_REQUEST)
                .jettyMaxThreads(THREADS)
                .stopTimeout(STOP_MILLIS)
                // unknown headers of newer clients do not affect the object
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        awaitListening(new InetSocketAddress(host, port));
        return server;
    }

    /** The server says that it has started; only a connection shows that its port accepts them. */
    private static void awaitListening(InetSocketAddress address) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LISTEN_LIMIT.toNanos();
        while (true) {
            try (var probe = new Socket()) {
                probe.connect(address, CONNECT_MILLIS);
                return;
            } catch (IOException refused) {
                if (System.nanoTime() > deadline) throw refused;
                Thread.sleep(CONNECT_PAUSE_MILLIS);
            }
        }
    }

    private static Path createFolder(Path folder) throws IOException {
        return Files.createDirectories(folder.toAbsolutePath().normalize());
    }

    private static void stop(S3Proxy server) {
        try {
            server.stop();
        } catch (Exception e) {
            System.err.println("WARN shutdown failed: " + e);
        }
    }

    private static void endWith(long parent) {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
            System.exit(0);
        });
    }
}
