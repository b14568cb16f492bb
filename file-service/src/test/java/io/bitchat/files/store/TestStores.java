package io.bitchat.files.store;

import io.bitchat.files.FilesConfig;
import io.bitchat.testkit.ObjectStore;
import io.bitchat.testkit.TestServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;

/** Real stores for the tests of other packages, without the service. */
public final class TestStores {
    private static final TestServer SERVER = ObjectStore.current();

    private TestStores() {}

    public static Workers workers(Vertx vertx) {
        return new Workers(vertx, Configurations.files());
    }

    /** A configuration with the usual chunk size. */
    public static FilesConfig config() {
        return Configurations.files();
    }

    /** @param usable bytes that may be written, as the disk would say */
    public static ChunkStore folder(Path folder, LongSupplier usable, Workers workers) {
        return new FolderStore(
                Configurations.files(folder.toString()), new Disk(usable, () -> Long.MAX_VALUE, 0), workers);
    }

    /** A bucket of a real S3 server, which is started if need be. */
    public static ChunkStore s3(String bucket, Workers workers) {
        SERVER.start();
        return S3Setup.store(
                Configurations.s3(Map.of(
                        "bitchat.files.s3.endpoint", SERVER.config().get("BITCHAT_S3_ENDPOINT"),
                        "bitchat.files.s3.access-key", SERVER.config().get("BITCHAT_S3_ACCESS_KEY"),
                        "bitchat.files.s3.secret-key", SERVER.config().get("BITCHAT_S3_SECRET_KEY"),
                        "bitchat.files.s3.bucket", bucket)),
                workers);
    }
}
