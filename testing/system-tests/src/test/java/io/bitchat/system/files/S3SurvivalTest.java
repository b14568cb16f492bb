package io.bitchat.system.files;

import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.nio.file.Path;
import java.util.List;

/** Survival with chunks in a bucket. */
@RequiredSuite(RequiredSuite.Kind.OPTIONAL)
class S3SurvivalTest extends FileSurvival {
    @Override
    Suite suite() {
        return Suite.optional();
    }

    @Override
    List<String> victims() {
        return List.of("file-service", "object-store");
    }

    @Override
    Path chunks(Suite suite) {
        return suite.data().resolve("objects/bitchat-files");
    }
}
