package io.bitchat.chunks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * A chunk as it lies in a store: AES-256-GCM (NIST SP 800-38D) under the key of its file, bound to the file and to its place.
 * It is sealed in records, since the JDK's cipher is at its full speed within a few short calls and not within one long one.
 *
 * <pre>
 * octet 0         version, 2
 * octets 1-8      prefix, random
 * then records    ciphertext of 64 KiB of the chunk, the last one as long as what is left, each with its tag of 16 octets
 *
 * nonce           the prefix, then as 32 bits: index · 512 + record
 * associated data the version, the index, the number of chunks and the chunk's length as 32 bits each, the file id in UTF-8
 * </pre>
 *
 * <p>A nonce differs from those of all other places, so that only chunks sealed for one place depend on their prefixes to
 * differ. The length among the associated data makes a chunk that was cut after a whole record as wrong as any other.
 */
public final class SealedChunk {
    private static final byte VERSION = 2;
    private static final int PREFIX_BYTES = 8;
    private static final int HEAD_BYTES = 1 + PREFIX_BYTES;
    private static final int RECORD_BYTES = 64 << 10;
    private static final int TAG_BYTES = 16;
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
     */
    public record Place(String fileId, int index, int count) {
        public Place {
            if (index < 0 || index > MAX_INDEX) throw new IllegalArgumentException("chunk " + index);
        }

        private byte[] associated(int length) {
            var id = fileId.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(1 + 3 * Integer.BYTES + id.length)
                    .put(VERSION)
                    .putInt(index)
                    .putInt(count)
                    .putInt(length)
                    .put(id)
                    .array();
        }

        private byte[] nonce(ByteBuffer prefix, int record) {
            return ByteBuffer.allocate(PREFIX_BYTES + Integer.BYTES)
                    .put(prefix.slice())
                    .putInt((index << RECORD_BITS) + record)
                    .array();
        }
    }

    /** Octets of a chunk of {@code length} octets once it is sealed: 25 more, and 16 for each further 64 KiB. */
    public static int sealedLength(int length) {
        return HEAD_BYTES + length + records(length) * TAG_BYTES;
    }

    /** Octets of the chunk that is so long once it is sealed; negative where none is. */
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
     * @throws IllegalArgumentException where it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} octets
     */
    public static byte[] seal(FileKey key, Place place, byte[] chunk, RandomGenerator random) {
        var prefix = new byte[PREFIX_BYTES];
        random.nextBytes(prefix);
        return seal(key, place, chunk, prefix);
    }

    /**
     * Seals a chunk so that the same octets in the same place give the same sealed ones, and others give others: for who
     * may have to send them again after having forgotten them. The prefix is the beginning of
     * HMAC-SHA-256(key, associated data · SHA-256 of the chunk).
     *
     * @throws IllegalArgumentException where it has more than {@link ChunkPlan#MAX_CHUNK_SIZE} octets
     */
    public static byte[] sealAlike(FileKey key, Place place, byte[] chunk) {
        var associated = place.associated(chunk.length);
        var hash = ChunkHash.of(chunk).octets().toArray();
        return seal(key, place, chunk, Arrays.copyOf(key.authenticate(associated, hash), PREFIX_BYTES));
    }

    private static byte[] seal(FileKey key, Place place, byte[] chunk, byte[] prefix) {
        if (chunk.length > ChunkPlan.MAX_CHUNK_SIZE) throw new IllegalArgumentException(chunk.length + " octets");
        var sealed =
                ByteBuffer.allocate(sealedLength(chunk.length)).put(VERSION).put(prefix);
        try {
            run(Cipher.ENCRYPT_MODE, key, place, ByteBuffer.wrap(prefix), ByteBuffer.wrap(chunk), sealed);
            return sealed.array();
        } catch (AEADBadTagException e) {
            throw new IllegalStateException("sealing checks no tag", e);
        }
    }

    /** Opens one; empty where it was altered, cut short, moved to another place, or sealed with another key. */
    public static Optional<byte[]> open(FileKey key, Place place, byte[] sealed) {
        int length = openedLength(sealed.length);
        if (length < 0 || length > ChunkPlan.MAX_CHUNK_SIZE || sealed[0] != VERSION) return Optional.empty();
        var chunk = ByteBuffer.allocate(length);
        var records = ByteBuffer.wrap(sealed, HEAD_BYTES, sealed.length - HEAD_BYTES);
        try {
            run(Cipher.DECRYPT_MODE, key, place, ByteBuffer.wrap(sealed, 1, PREFIX_BYTES), records, chunk);
            return Optional.of(chunk.array());
        } catch (AEADBadTagException _) {
            return Optional.empty();
        }
    }

    private static void run(int mode, FileKey key, Place place, ByteBuffer prefix, ByteBuffer in, ByteBuffer out)
            throws AEADBadTagException {
        boolean seals = mode == Cipher.ENCRYPT_MODE;
        int length = seals ? in.remaining() : out.remaining();
        int step = RECORD_BYTES + (seals ? 0 : TAG_BYTES);
        var associated = place.associated(length);
        var secret = key.secret();
        try {
            var cipher = Cipher.getInstance(CIPHER);
            for (int record = 0; record < records(length); record++) {
                init(cipher, mode, secret, place.nonce(prefix, record));
                cipher.updateAAD(associated);
                int size = Math.min(step, in.remaining());
                cipher.doFinal(in.slice(in.position(), size), out);
                in.position(in.position() + size);
            }
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not to be had", e);
        }
    }

    private static void init(Cipher cipher, int mode, SecretKey secret, byte[] nonce) throws GeneralSecurityException {
        try {
            cipher.init(mode, secret, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("not a key for AES-256", e);
        }
    }
}
