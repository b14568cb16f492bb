package io.bitchat.terminal.rooms;

import io.bitchat.crypto.Sha256;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.OwnFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A file that comes: {@code NAME.part}, and beside it a note of what it is, so that a later run goes on with it. It is
 * written in order, so its length says how much is there. Its methods must not run on an event loop, but for the getters.
 */
final class PartFile implements AutoCloseable {
    private static final String PART = ".part";
    private static final String NOTE = ".part.json";
    private static final int MAX_NAMES = 10_000;
    private static final int PIECE = 1 << 20;

    private final Offer offer;
    private final Path folder;
    private final String name;
    private final FileChannel file;
    private final MessageDigest digest = Sha256.newDigest();
    private int chunks;

    private PartFile(Offer offer, Path folder, String name, FileChannel file) {
        this.offer = offer;
        this.folder = folder;
        this.name = name;
        this.file = file;
    }

    /** Begins a file under a name that is free. */
    static PartFile create(Offer offer, Path folder, JsonObject owner) throws IOException {
        var safe = Local.safe(offer.filename());
        for (int i = 0; i < MAX_NAMES; i++) {
            var name = numbered(safe, i);
            if (Files.exists(folder.resolve(name))) continue;
            try {
                var file = FileChannel.open(
                        folder.resolve(name + PART),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                file.tryLock();
                OwnFile.write(
                        folder.resolve(name + NOTE),
                        offer.toJson().put("owner", owner).encodePrettily());
                return new PartFile(offer, folder, name, file);
            } catch (FileAlreadyExistsException _) {
                // another run receives a file of this name
            }
        }
        throw new FileAlreadyExistsException(safe);
    }

    /** {@code film.mkv}, {@code film (1).mkv}, and so on. */
    private static String numbered(String name, int number) {
        if (number == 0) return name;
        int dot = name.lastIndexOf('.');
        return dot < 1
                ? name + " (" + number + ")"
                : name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
    }

    /** The files that earlier runs of this owner have begun and not ended, but for those that another run receives now. */
    static List<PartFile> unfinished(Path folder, JsonObject owner) throws IOException {
        var found = new ArrayList<PartFile>();
        try (var notes = Files.newDirectoryStream(folder, "*" + NOTE)) {
            for (var note : notes) open(note, owner).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<PartFile> open(Path note, JsonObject owner) throws IOException {
        try {
            var noted = new JsonObject(Files.readString(note));
            var offer = Offer.of(noted);
            if (offer.isEmpty() || !owner.equals(noted.getJsonObject("owner"))) return Optional.empty();
            var fileName = String.valueOf(note.getFileName());
            return open(offer.get(), note.resolveSibling(fileName.substring(0, fileName.length() - NOTE.length())));
        } catch (DecodeException | ClassCastException _) {
            return Optional.empty();
        }
    }

    private static Optional<PartFile> open(Offer offer, Path target) throws IOException {
        var name = String.valueOf(target.getFileName());
        var folder = target.toAbsolutePath().getParent();
        var path = target.resolveSibling(name + PART);
        if (folder == null || !Files.isRegularFile(path)) return Optional.empty();
        var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!isLocked(file)) {
            file.close();
            return Optional.empty();
        }
        var part = new PartFile(offer, folder, name, file);
        part.count();
        return Optional.of(part);
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    /** Counts whole chunks and hashes them; an incomplete one is cut off. */
    private void count() throws IOException {
        var chunking = offer.chunking();
        long there = Math.min(file.size(), chunking.size());
        chunks = there == chunking.size() ? chunking.count() : (int) (there / chunking.chunkSize());
        long end = chunking.bytes(chunks);
        file.truncate(end);
        var piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < end; at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE, end - at));
            while (piece.hasRemaining() && file.read(piece, at + piece.position()) >= 0) {}
            digest.update(piece.flip());
        }
    }

    Offer offer() {
        return offer;
    }

    String name() {
        return name;
    }

    /** Number of chunks that were there when it was opened. */
    int chunks() {
        return chunks;
    }

    /** Writes the next chunk; one that is there already is left as it is. */
    void write(int index, ByteBuffer content) throws IOException {
        if (index < chunks) return;
        if (index > chunks) throw new IOException("chunk " + index + " came before chunk " + chunks);
        digest.update(content.duplicate());
        for (long at = offer.chunking().offset(index); content.hasRemaining(); ) at += file.write(content, at);
        chunks++;
    }

    /** What a complete file has become. */
    record Received(Path path, String sha256) {}

    /** Gives the complete file its name, or another one if that is not free any more. */
    Received finish() throws IOException {
        file.close();
        for (int i = 0; i < MAX_NAMES; i++) {
            var target = folder.resolve(numbered(name, i));
            try {
                Files.move(folder.resolve(name + PART), target);
                Files.deleteIfExists(folder.resolve(name + NOTE));
                return new Received(target, HexFormat.of().formatHex(digest.digest()));
            } catch (FileAlreadyExistsException _) {
                // it was made meanwhile
            }
        }
        throw new FileAlreadyExistsException(name);
    }

    /** Deletes what is there of a file that never becomes complete. */
    void discard() throws IOException {
        file.close();
        Files.deleteIfExists(folder.resolve(name + PART));
        Files.deleteIfExists(folder.resolve(name + NOTE));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
