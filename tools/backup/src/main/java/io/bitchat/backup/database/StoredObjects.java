package io.bitchat.backup.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Which objects of the chunk store the database names now; asked when an object of the snapshot is gone. */
public final class StoredObjects implements AutoCloseable {
    static final String ALL = """
            select f.file_id, 'chunk', c.chunk_index
            from files.file_chunks c join files.file_transfers f using (file_id)
            where c.uploaded and f.status <> 'failed' and f.deleted_at is null
            union all
            select f.file_id, 'tail', t.number
            from files.tus_tails t join files.file_transfers f using (file_id)
            where t.stored and f.status <> 'failed' and f.deleted_at is null
            order by 1, 2, 3
            """;

    private static final String FILE =
            "select 1 from files.file_transfers where file_id = ? and status <> 'failed' and deleted_at is null";
    private static final String CHUNK =
            "select 1 from files.file_chunks where file_id = ? and chunk_index = ? and uploaded";
    private static final String TAIL = "select 1 from files.tus_tails where file_id = ? and number = ? and stored";

    private final Connection connection;

    public StoredObjects(Database database) {
        connection = database.connect();
    }

    public boolean hasFile(String fileId) throws SQLException {
        try (var statement = connection.prepareStatement(FILE)) {
            statement.setString(1, fileId);
            return statement.executeQuery().next();
        }
    }

    public boolean hasChunk(String fileId, int index) throws SQLException {
        return has(CHUNK, fileId, index);
    }

    public boolean hasTail(String fileId, int number) throws SQLException {
        return has(TAIL, fileId, number);
    }

    private boolean has(String object, String fileId, int number) throws SQLException {
        try (var statement = connection.prepareStatement(object)) {
            statement.setString(1, fileId);
            statement.setInt(2, number);
            return statement.executeQuery().next();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
