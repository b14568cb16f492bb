package io.bitchat.crypto.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.X25519KeyPair;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Both sides of a handshake, with all keys that the pattern needs, drawn from a seed. */
final class Pair {
    private final NoisePattern pattern;
    private final Random random;
    final X25519KeyPair initiatorKey;
    final X25519KeyPair responderKey;
    final NoiseHandshake initiator;
    final NoiseHandshake responder;

    Pair(String pattern, long seed) {
        this.pattern = NoisePattern.named(pattern);
        random = new Random(seed);
        initiatorKey = X25519KeyPair.generate(random);
        responderKey = X25519KeyPair.generate(random);
        var psks = psks();
        initiator = setup(Role.INITIATOR).withPsks(psks).initiator(random);
        responder = setup(Role.RESPONDER).withPsks(psks).responder(random);
    }

    static Pair of(String pattern) {
        return new Pair(pattern, 7);
    }

    NoiseSetup setup(Role role) {
        var own = role == Role.INITIATOR ? initiatorKey : responderKey;
        var other = role == Role.INITIATOR ? responderKey : initiatorKey;
        var setup = NoiseSetup.of(pattern).withPrologue(Bytes.fromHex("abcd")).withOwnStatic(own);
        var shared = pattern.preShared();
        boolean known = role == Role.INITIATOR ? shared.responder() : shared.initiator();
        return known ? setup.withRemoteStatic(other.publicKey()) : setup;
    }

    NoiseHandshake writer() {
        return initiator.canWrite() ? initiator : responder;
    }

    NoiseHandshake reader() {
        return initiator.canWrite() ? responder : initiator;
    }

    /** Exchanges the messages before that index. */
    Pair upTo(int message) {
        for (int index = 0; index < message; index++) {
            var reader = reader();
            assertThat(reader.read(writer().write(payload(index)))).isEqualTo(read(payload(index)));
        }
        return this;
    }

    Pair complete() {
        return upTo(pattern.messageCount());
    }

    static byte[] payload(int index) {
        return new byte[] {1, 2, (byte) index};
    }

    static NoiseRead read(byte[] payload) {
        return new NoiseRead.Payload(Bytes.copyOf(payload));
    }

    static NoiseRead refused(NoiseFault fault) {
        return new NoiseRead.Refused(fault);
    }

    private PreSharedKey[] psks() {
        return IntStream.range(0, pattern.pskCount())
                .mapToObj(_ -> PreSharedKey.of(X25519KeyPair.generate(random).privateKey()))
                .toArray(PreSharedKey[]::new);
    }

    static List<String> everyName() {
        return List.copyOf(PatternTable.PATTERNS.keySet());
    }
}
