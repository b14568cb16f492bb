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
 * A chunk as it is stored: encrypted with AES-256-GCM (NIST SP 800-38D) under the key of its file. It is bound to the
 * file, to its place, and if {@link Place#hash} is present to its content. It is sealed in records, because the JDK's
 * cipher reaches full speed within a few short calls but not within one long call, and so that a part of a chunk can be
 * opened without the rest.
 *
 * <pre>
 * byte 0          version: 2, or 3 if bound to the hash of its content
 * bytes 1-8       prefix, random
 * then records    ciphertext of 64 KiB of the chunk, the last one with the rest, each with its tag of 16 bytes
 *
 * nonce           the prefix, then as 32 bits: index · 512 + record
 * associated data version (1 byte), then index, number of chunks and length of the chunk as 32 bits each,
 *                 with version 3 the SHA-256 of the chunk, the file id in UTF-8
 * </pre>
 *
 * <p>Nonces of different places always differ, so only chunks sealed for the same place rely on their prefixes to
 * differ. The length in the associated data exposes a chunk that was truncated after a whole record. With the hash in
 * it, a record that opens belongs to the chunk with this hash, so the plaintext need not be hashed again.
 */
public final class SealedChunk {
    /** Size of the head before the first record, in bytes. */
    public static final int HEAD_BYTES = 9;
    /** Plaintext size of each record but the last, in bytes. */
    public static final int RECORD_BYTES = 64 << 10;
    /** Size of the tag of a record, in bytes. */
    public static final int TAG_BYTES = 16;

    private static final byte FOR_A_PLACE = 2;
    private static final byte FOR_A_HASH = 3;
    private static final int PREFIX_BYTES = HEAD_BYTES - 1;
    private static final int RECORD_BITS = 9;
    private static final int MAX_INDEX = (1 << Integer.SIZE - RECORD_BITS) - 1;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private SealedChunk() {}

    /**
     * Place of a chunk: its file and index.
     *
     * @param fileId id of the file
     * @param index index of the chunk, 0 to 2²³ - 1
     * @param count number of chunks of the file
     * @param hash hash of its content, if whoever opens the chunk knows it beforehand
     */
    public record Place(String fileId, int index, int count, Optional<ChunkHash> hash) {
        public Place {
            if (index < 0 || index > MAX_INDEX) throw new IllegalArgumentException("chunk " + index);
        }

        /** A place for any content. */
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

    /** Sealed size of a chunk of {@code length} bytes: 25 bytes more, and 16 for each further 64 KiB. */
    public static int sealedLength(int length) {
        return HEAD_BYTES + length + records(length) * TAG_BYTES;
    }

    /** Plaintext size of a chunk with this sealed size, in bytes; negative if no chunk has it. */
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
     * @throws IllegalArgumentException if it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} bytes
     */
    public static byte[] seal(FileKey key, Place place, byte[] chunk, RandomGenerator random) {
        return seal(key, place, chunk, Sealing.prefix(random));
    }

    /**
     * Seals a chunk deterministically: the same bytes in the same place give the same sealed bytes, and other bytes get
     * another prefix. For senders that may have to send a chunk again without having kept it. The prefix is the
     * beginning of HMAC-SHA-256(key, associated data · SHA-256 of the chunk).
     *
     * @throws IllegalArgumentException if it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} bytes
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

    /** Opens a sealed chunk; empty if it was altered, truncated, moved to another place, or sealed with another key. */
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

    /** Seals a chunk record by record, so that the sealed chunk is never in memory as a whole. Not thread-safe. */
    public static final class Sealing {
        private final Place place;
        private final ByteBuffer chunk;
        private final byte[] prefix;
        private final Records cipher;
        private int record;

        /** @throws IllegalArgumentException if it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} bytes */
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

        /** The head before the records: {@value #HEAD_BYTES} bytes. */
        public byte[] head() {
            return ByteBuffer.allocate(HEAD_BYTES)
                    .put(place.version())
                    .put(prefix)
                    .array();
        }

        public boolean hasNext() {
            return record < records(chunk.capacity());
        }

        /** Writes the next record to a buffer with room for {@code RECORD_BYTES + TAG_BYTES}. */
        public void next(ByteBuffer out) {
            int size = Math.min(RECORD_BYTES, chunk.remaining());
            if (!cipher.run(place.nonce(prefix, record++), chunk.slice(chunk.position(), size), out))
                throw new IllegalStateException("sealing checks no tag");
            chunk.position(chunk.position() + size);
        }
    }

    /** Opens a sealed chunk record by record, in any order. Not thread-safe. */
    public static final class Opening {
        private final Place place;
        private final int length;
        private final Records cipher;
        private byte[] prefix = {};

        /** @param length plaintext size of the chunk in bytes */
        public Opening(FileKey key, Place place, int length) {
            this.place = place;
            this.length = length;
            this.cipher = new Records(Cipher.DECRYPT_MODE, key, place.associated(length));
        }

        /** @return whether this can be the head of a chunk sealed for the place */
        public boolean begin(byte[] head) {
            prefix = Arrays.copyOfRange(head, 1, HEAD_BYTES);
            return head[0] == place.version();
        }

        /**
         * Opens a record.
         *
         * @param sealed buffer with the record at its position, which moves to the record's end
         * @param out buffer for the plaintext of the record
         * @return whether the record is authentic; if not, the content of {@code out} must not be used
         */
        public boolean open(int record, ByteBuffer sealed, ByteBuffer out) {
            int size = sealedRecord(length, record);
            if (sealed.remaining() < size) return false;
            var in = sealed.slice(sealed.position(), size);
            sealed.position(sealed.position() + size);
            return cipher.run(place.nonce(prefix, record), in, out);
        }
    }

    /** Size of one record with its tag, in a sealed chunk of {@code length} plaintext bytes. */
    public static int sealedRecord(int length, int record) {
        return Math.min(RECORD_BYTES, length - record * RECORD_BYTES) + TAG_BYTES;
    }

    /** The cipher, created once for all records of a chunk. */
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
                throw new IllegalStateException("AES-256-GCM is not available", e);
            }
        }

        /** @return false if a tag was checked and is wrong */
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
