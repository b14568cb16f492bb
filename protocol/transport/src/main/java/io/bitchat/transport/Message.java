package io.bitchat.transport;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A message on an edge node.
 *
 * @param key sender, id and receiver
 * @param type what the payload is, for its receiver; 1 to 64 letters, digits, {@code .}, {@code _} and {@code -}
 * @param payload at most {@link #MAX_PAYLOAD_BYTES}
 * @param created time of the sender's clock, for display only; no decision depends on it
 * @param ttl time that is left to deliver it, 0 to {@link #MAX_TTL}. A span, not a date, so that nodes whose clocks
 *     differ agree on it
 * @param wishes how it shall be carried
 * @param unverified whether nobody proved that the sender wrote it
 */
public record Message(
        MessageKey key,
        String type,
        Bytes payload,
        Instant created,
        Duration ttl,
        Priority priority,
        Wishes wishes,
        boolean unverified) {
    /** Receiver of a message to everybody. */
    public static final String BROADCAST = "broadcast";
    /** The largest payload of any transport. */
    public static final int MAX_PAYLOAD_BYTES = 1_048_576;

    public static final Duration DEFAULT_TTL = Duration.ofHours(1);
    public static final Duration MAX_TTL = Duration.ofDays(7);
    /** Type of a message whose sender names none. */
    public static final String DATA = "data";

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** @throws IllegalArgumentException if a value is out of range */
    public Message {
        if (!TYPE.matcher(type).matches()) throw new IllegalArgumentException("no type of a message");
        if (payload.size() > MAX_PAYLOAD_BYTES) throw new IllegalArgumentException("payload of " + payload.size());
        if (ttl.isNegative() || ttl.compareTo(MAX_TTL) > 0) throw new IllegalArgumentException("ttl " + ttl);
    }

    /** A message of type {@value #DATA} without wishes, of normal priority, with the default ttl. */
    public static Message of(MessageKey key, Bytes payload, Instant created) {
        return new Message(key, DATA, payload, created, DEFAULT_TTL, Priority.NORMAL, Wishes.NONE, false);
    }

    public String sender() {
        return key.sender();
    }

    public String receiver() {
        return key.receiver();
    }

    public boolean isBroadcast() {
        return key.receiver().equals(BROADCAST);
    }

    public boolean requiresPrivacy() {
        return wishes.privacy() == Privacy.REQUIRED;
    }

    /**
     * One copy for each member but the sender, in the order of the collection; every copy keeps the id and the wishes.
     */
    public List<Message> copiesFor(Collection<String> members) {
        return members.stream()
                .distinct()
                .filter(member -> !member.equals(sender()) && !member.equals(BROADCAST))
                .map(member -> withKey(key.to(member)))
                .toList();
    }

    /**
     * First 8 bytes of a SHA-256 over type and payload: two messages with one key and different fingerprints are a
     * mistake of their sender.
     */
    public long fingerprint() {
        var digest = Sha256.newDigest();
        digest.update((type + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(payload.toBuffer());
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** A copy of which this much of the ttl has passed, down to 0. */
    public Message aged(Duration time) {
        if (time.isNegative()) throw new IllegalArgumentException("negative age " + time);
        return withTtl(time.compareTo(ttl) >= 0 ? Duration.ZERO : ttl.minus(time));
    }

    public Message withTtl(Duration value) {
        return new Message(key, type, payload, created, value, priority, wishes, unverified);
    }

    public Message withType(String value) {
        return new Message(key, value, payload, created, ttl, priority, wishes, unverified);
    }

    public Message withPriority(Priority value) {
        return new Message(key, type, payload, created, ttl, value, wishes, unverified);
    }

    public Message withWishes(Wishes value) {
        return new Message(key, type, payload, created, ttl, priority, value, unverified);
    }

    public Message asUnverified() {
        return new Message(key, type, payload, created, ttl, priority, wishes, true);
    }

    private Message withKey(MessageKey value) {
        return new Message(value, type, payload, created, ttl, priority, wishes, unverified);
    }

    /** Without the payload, which belongs in no log. */
    @Override
    public String toString() {
        return "Message[" + key + ", " + type + ", " + payload.size() + " bytes]";
    }
}
