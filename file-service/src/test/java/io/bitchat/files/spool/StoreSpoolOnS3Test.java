package io.bitchat.files.spool;

import io.bitchat.files.store.TestStores;
import java.nio.file.Path;

/** Large files in a bucket of a real S3 server. */
class StoreSpoolOnS3Test extends SpoolContract {
    @Override
    SpoolFixture fixture(Path folder) {
        return new SpoolFixture(folder, SpoolFixture.STORE, workers -> TestStores.s3("spool", workers));
    }
}
