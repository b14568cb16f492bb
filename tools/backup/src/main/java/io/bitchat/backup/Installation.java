package io.bitchat.backup;

import io.bitchat.backup.database.Database;
import io.bitchat.backup.store.ObjectStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an installation consists of.
 *
 * @param keys folder of the keys
 * @param kafka brokers, if they are known
 */
record Installation(Database database, Path keys, ObjectStore objects, Optional<String> kafka)
        implements AutoCloseable {
    @Override
    public void close() {
        objects.close();
    }
}
