package io.bitchat.crypto.noise;

import java.util.List;

/**
 * Handshake pattern: which side sends which keys in which message (Noise rev 34 §7). The initiator sends the first
 * message; the sides alternate.
 */
public final class NoisePattern {
    /** Both sides send their static keys, encrypted. */
    public static final NoisePattern XX = named("XX");

    /** The initiator knows the responder's static key and sends its own in the first message. */
    public static final NoisePattern IK = named("IK");

    /** The initiator knows the responder's static key and sends its own in the third message. */
    public static final NoisePattern XK = named("XK");

    /** One message to a recipient whose static key is known. */
    public static final NoisePattern X = named("X");

    /** The sides whose static key the other side knows before the first message (Noise rev 34 §7.3). */
    record PreShared(boolean initiator, boolean responder) {}

    private final String name;
    private final PreShared preShared;
    private final List<List<Token>> messages;

    NoisePattern(String name, PreShared preShared, List<List<Token>> messages) {
        this.name = name;
        this.preShared = preShared;
        this.messages = messages;
    }

    /**
     * Returns a one-way, interactive or deferred pattern with optional psk modifiers, such as {@code XX}, {@code X1K}
     * or {@code IKpsk1}.
     *
     * @throws IllegalArgumentException if there is no pattern of that name
     */
    public static NoisePattern named(String name) {
        return PatternReader.read(name);
    }

    public String name() {
        return name;
    }

    /** The full protocol name with the suite, which initialises the handshake hash (Noise rev 34 §8). */
    public String protocolName() {
        return "Noise_" + name + "_25519_ChaChaPoly_SHA256";
    }

    public int messageCount() {
        return messages.size();
    }

    /** Whether only the initiator ever sends (Noise rev 34 §7.4). */
    public boolean oneWay() {
        return messages.size() == 1;
    }

    PreShared preShared() {
        return preShared;
    }

    List<Token> message(int index) {
        return messages.get(index);
    }

    int pskCount() {
        return (int) messages.stream()
                .flatMap(List::stream)
                .filter(Token.PSK::equals)
                .count();
    }

    /** Whether a side needs a static key, because it sends it or the other side knows it beforehand. */
    boolean needsStatic(Role role) {
        boolean known = role == Role.INITIATOR ? preShared.initiator() : preShared.responder();
        return known || sendsStatic(role);
    }

    private boolean sendsStatic(Role role) {
        for (int index = role == Role.INITIATOR ? 0 : 1; index < messages.size(); index += 2)
            if (messages.get(index).contains(Token.S)) return true;
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
