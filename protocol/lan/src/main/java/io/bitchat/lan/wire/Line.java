package io.bitchat.lan.wire;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on a TCP link.
 *
 * @param sequence number of the line in its stream, from 1; 0 if the sender does not count
 */
public record Line(
        Type type,
        PeerId sender,
        String content,
        Instant timestamp,
        long sequence,
        Target target,
        Stamp stamp,
        Notes notes) {
    /** Kinds of lines. */
    public enum Type {
        CHAT,
        JOIN,
        LEAVE,
        PING,
        PONG
    }

    /** A line without text and number. */
    public static Line of(Type type, PeerId sender, Instant timestamp) {
        return new Line(type, sender, "", timestamp, 0, Target.GENERAL, Stamp.NONE, Notes.NONE);
    }

    public Line withStamp(Stamp value) {
        return new Line(type, sender, content, timestamp, sequence, target, value, notes);
    }

    public Line withNotes(Notes value) {
        return new Line(type, sender, content, timestamp, sequence, target, stamp, value);
    }

    /** A copy to be passed on. */
    public Line relayed(boolean again) {
        return withStamp(new Stamp(stamp.run(), stamp.lamport(), stamp.hops() + 1, again, stamp.proof()));
    }

    /** A signed copy; relaying does not change what is signed. */
    public Line signedBy(Ed25519KeyPair keys) {
        return withStamp(new Stamp(
                stamp.run(), stamp.lamport(), stamp.hops(), stamp.again(), Proof.by(keys, Canonical.bytesOf(this))));
    }

    /** Whether there is a signature and it matches. */
    public boolean isSigned() {
        var proof = stamp.proof();
        return proof != null && proof.proves(Canonical.bytesOf(this));
    }

    public boolean isPlain() {
        return stamp.run() == 0;
    }

    /** The peer that is spoken to; null for a room. */
    public @Nullable PeerId receiver() {
        return target.peer();
    }

    /**
     * Identity of the line. Lines of plain peers are told apart by a hash of what they say and when, because their
     * numbers start again with their program.
     */
    public LineId id() {
        long run = isPlain() ? Long.MIN_VALUE | fingerprint() : stamp.run();
        return new LineId(new StreamId(sender, run, target.audience()), sequence);
    }

    private long fingerprint() {
        return ByteBuffer.wrap(Sha256.digest(Canonical.bytesOf(this))).getLong();
    }

    /** Time by which lines are ordered, in milliseconds: the Lamport time, for a plain peer the time stamp. */
    public long order() {
        return isPlain() ? timestamp.toEpochMilli() : stamp.lamport();
    }
}
