package io.bitchat.system.files;

import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.nio.file.Path;
import java.util.List;

/** Survival with chunks in a folder. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class FileSurvivalTest extends FileSurvival {
    @Override
    Suite suite() {
        return Suite.open();
    }

    @Override
    List<String> victims() {
        return List.of("file-service");
    }

    @Override
    Path chunks(Suite suite) {
        return suite.data().resolve("bitchat/files");
    }
}
