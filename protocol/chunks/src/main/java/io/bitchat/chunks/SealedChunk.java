package io.bitchat.chunks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A chunk as it lies in a store: AES-256-GCM (NIST SP 800-38D) under the key of its file, bound to the file, to its place, and
 * where {@link Place#hash} says so to its content. It is sealed in records, since the JDK's cipher is at its full speed within
 * a few short calls and not within one long one, and so that a part of a chunk can be opened without the rest.
 *
 * <pre>
 * byte 0         version: 2, or 3 where it is bound to the hash of its content
 * bytes 1-8      prefix, random
 * then records    ciphertext of 64 KiB of the chunk, the last one as long as what is left, each with its tag of 16 bytes
 *
 * nonce           the prefix, then as 32 bits: index · 512 + record
 * associated data the version, the index, the number of chunks and the chunk's length as 32 bits each, with version 3 the
 *                 SHA-256 of the chunk, the file id in UTF-8
 * </pre>
 *
 * <p>A nonce differs from those of all other places, so that only chunks sealed for one place depend on their prefixes to
 * differ. The length among the associated data makes a chunk that was cut after a whole record as wrong as any other. With
 * the hash among them a record that opens is one of the chunk with this hash: nobody has to hash what was opened.
 */
public final class SealedChunk {
    /** Bytes before the first record. */
    public static final int HEAD_BYTES = 9;
    /** Bytes of a chunk in each record but the last. */
    public static final int RECORD_BYTES = 64 << 10;
    /** Bytes that a record is longer than what is in it. */
    public static final int TAG_BYTES = 16;

    private static final byte FOR_A_PLACE = 2;
    private static final byte FOR_A_HASH = 3;
    private static final int PREFIX_BYTES = HEAD_BYTES - 1;
    private static final int RECORD_BITS = 9;
    private static final int MAX_INDEX = (1 << Integer.SIZE - RECORD_BITS) - 1;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private SealedChunk() {}

    /**
     * Whose chunk it is.
     *
     * @param fileId of the file
     * @param index of the chunk, 0 to 2²³ - 1
     * @param count chunks of the file
     * @param hash that of its content, where who opens it knows it beforehand
     */
    public record Place(String fileId, int index, int count, Optional<ChunkHash> hash) {
        public Place {
            if (index < 0 || index > MAX_INDEX) throw new IllegalArgumentException("chunk " + index);
        }

        /** One of any content. */
        public Place(String fileId, int index, int count) {
            this(fileId, index, count, Optional.empty());
        }

        private byte version() {
            return hash.isPresent() ? FOR_A_HASH : FOR_A_PLACE;
        }

        private byte[] associated(int length) {
            var id = fileId.getBytes(StandardCharsets.UTF_8);
            var content = hash.map(known -> known.bytes().toArray()).orElse(new byte[0]);
            return ByteBuffer.allocate(1 + 3 * Integer.BYTES + content.length + id.length)
                    .put(version())
                    .putInt(index)
                    .putInt(count)
                    .putInt(length)
                    .put(content)
                    .put(id)
                    .array();
        }

        private byte[] nonce(byte[] prefix, int record) {
            return ByteBuffer.allocate(PREFIX_BYTES + Integer.BYTES)
                    .put(prefix)
                    .putInt((index << RECORD_BITS) + record)
                    .array();
        }
    }

    /** Bytes of a chunk of {@code length} bytes once it is sealed: 25 more, and 16 for each further 64 KiB. */
    public static int sealedLength(int length) {
        return HEAD_BYTES + length + records(length) * TAG_BYTES;
    }

    /** Bytes of the chunk that is so long once it is sealed; negative where none is. */
    public static int openedLength(int sealed) {
        int rest = sealed - HEAD_BYTES;
        int length = rest - Math.max(1, Math.ceilDiv(rest, RECORD_BYTES + TAG_BYTES)) * TAG_BYTES;
        return length >= 0 && sealedLength(length) == sealed ? length : -1;
    }

    private static int records(int length) {
        return Math.max(1, Math.ceilDiv(length, RECORD_BYTES));
    }

    /**
     * Seals a chunk.
     *
     * @throws IllegalArgumentException where it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} bytes
     */
    public static byte[] seal(FileKey key, Place place, byte[] chunk, RandomGenerator random) {
        return seal(key, place, chunk, Sealing.prefix(random));
    }

    /**
     * Seals a chunk so that the same bytes in the same place give the same sealed ones, and others give others: for who
     * may have to send them again after having forgotten them. The prefix is the beginning of
     * HMAC-SHA-256(key, associated data · SHA-256 of the chunk).
     *
     * @throws IllegalArgumentException where it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} bytes
     */
    public static byte[] sealAlike(FileKey key, Place place, byte[] chunk) {
        var associated = place.associated(chunk.length);
        var hash = ChunkHash.of(chunk).bytes().toArray();
        return seal(key, place, chunk, Arrays.copyOf(key.authenticate(associated, hash), PREFIX_BYTES));
    }

    private static byte[] seal(FileKey key, Place place, byte[] chunk, byte[] prefix) {
        var sealed = ByteBuffer.allocate(sealedLength(chunk.length));
        var sealing = new Sealing(key, place, chunk, prefix);
        sealed.put(sealing.head());
        while (sealing.hasNext()) sealing.next(sealed);
        return sealed.array();
    }

    /** Opens one; empty where it was altered, cut short, moved to another place, or sealed with another key. */
    public static Optional<byte[]> open(FileKey key, Place place, byte[] sealed) {
        int length = openedLength(sealed.length);
        if (length < 0 || length > ChunkPlan.MAX_CHUNK_SIZE) return Optional.empty();
        var opening = new Opening(key, place, length);
        if (!opening.begin(Arrays.copyOf(sealed, HEAD_BYTES))) return Optional.empty();
        var chunk = ByteBuffer.allocate(length);
        var records = ByteBuffer.wrap(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
        for (int record = 0; record < records(length); record++) {
            if (!opening.open(record, records, chunk)) return Optional.empty();
        }
        return Optional.of(chunk.array());
    }

    /** A chunk that is sealed record after record, so that it is never in memory as a whole. For one thread. */
    public static final class Sealing {
        private final Place place;
        private final ByteBuffer chunk;
        private final byte[] prefix;
        private final Records cipher;
        private int record;

        /** @throws IllegalArgumentException where it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} bytes */
        public Sealing(FileKey key, Place place, byte[] chunk, RandomGenerator random) {
            this(key, place, chunk, prefix(random));
        }

        private Sealing(FileKey key, Place place, byte[] chunk, byte[] prefix) {
            if (chunk.length > ChunkPlan.MAX_CHUNK_SIZE) throw new IllegalArgumentException(chunk.length + " bytes");
            this.place = place;
            this.chunk = ByteBuffer.wrap(chunk);
            this.prefix = prefix;
            this.cipher = new Records(Cipher.ENCRYPT_MODE, key, place.associated(chunk.length));
        }

        private static byte[] prefix(RandomGenerator random) {
            var prefix = new byte[PREFIX_BYTES];
            random.nextBytes(prefix);
            return prefix;
        }

        /** What stands before the records: {@value #HEAD_BYTES} bytes. */
        public byte[] head() {
            return ByteBuffer.allocate(HEAD_BYTES)
                    .put(place.version())
                    .put(prefix)
                    .array();
        }

        public boolean hasNext() {
            return record < records(chunk.capacity());
        }

        /** Puts the next record into a buffer with room for {@code RECORD_BYTES + TAG_BYTES}. */
        public void next(ByteBuffer out) {
            int size = Math.min(RECORD_BYTES, chunk.remaining());
            if (!cipher.run(place.nonce(prefix, record++), chunk.slice(chunk.position(), size), out))
                throw new IllegalStateException("sealing checks no tag");
            chunk.position(chunk.position() + size);
        }
    }

    /** A sealed chunk that is opened record by record, in any order. For one thread. */
    public static final class Opening {
        private final Place place;
        private final int length;
        private final Records cipher;
        private byte[] prefix = {};

        /** @param length bytes of the chunk */
        public Opening(FileKey key, Place place, int length) {
            this.place = place;
            this.length = length;
            this.cipher = new Records(Cipher.DECRYPT_MODE, key, place.associated(length));
        }

        /** @return whether this can be the beginning of what was sealed for the place */
        public boolean begin(byte[] head) {
            prefix = Arrays.copyOfRange(head, 1, HEAD_BYTES);
            return head[0] == place.version();
        }

        /**
         * Opens a record.
         *
         * @param sealed with the record at its position, which moves to the record's end
         * @param out where the record's bytes go
         * @return whether it was what was sealed; nothing of {@code out} counts otherwise
         */
        public boolean open(int record, ByteBuffer sealed, ByteBuffer out) {
            int size = sealedRecord(length, record);
            if (sealed.remaining() < size) return false;
            var in = sealed.slice(sealed.position(), size);
            sealed.position(sealed.position() + size);
            return cipher.run(place.nonce(prefix, record), in, out);
        }
    }

    /** Bytes of one record, with its tag, of a sealed chunk of {@code length} bytes. */
    public static int sealedRecord(int length, int record) {
        return Math.min(RECORD_BYTES, length - record * RECORD_BYTES) + TAG_BYTES;
    }

    /** The cipher, which is made once for all records of a chunk. */
    private static final class Records {
        private final int mode;
        private final SecretKey secret;
        private final byte[] associated;
        private final Cipher cipher;

        Records(int mode, FileKey key, byte[] associated) {
            this.mode = mode;
            this.secret = key.secret();
            this.associated = associated;
            try {
                cipher = Cipher.getInstance(CIPHER);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-256-GCM is not to be had", e);
            }
        }

        /** @return whether the tag was right, where there is one to check */
        boolean run(byte[] nonce, ByteBuffer in, ByteBuffer out) {
            try {
                cipher.init(mode, secret, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
                cipher.updateAAD(associated);
                cipher.doFinal(in, out);
                return true;
            } catch (AEADBadTagException _) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-256-GCM cannot be used", e);
            }
        }
    }
}
