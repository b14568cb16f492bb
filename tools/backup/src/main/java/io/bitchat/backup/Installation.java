package io.bitchat.backup;

import io.bitchat.backup.database.Database;
import io.bitchat.backup.store.ObjectStore;
import java.nio.file.Path;

/**
 * What an installation consists of.
 *
 * @param keys folder of the keys
 */
record Installation(Database database, Path keys, ObjectStore objects) implements AutoCloseable {
    @Override
    public void close() {
        objects.close();
    }
}
