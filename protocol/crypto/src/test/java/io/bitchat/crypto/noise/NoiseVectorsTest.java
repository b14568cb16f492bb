package io.bitchat.crypto.noise;

import static io.bitchat.crypto.PublishedVectors.hex;
import static io.bitchat.crypto.PublishedVectors.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.PublishedVectors;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares all messages of both sides, byte by byte, with those of another implementation. */
class NoiseVectorsTest {
    @Test
    void speaksAsOthersDo() throws IOException {
        var file = PublishedVectors.read("noise/cacophony_25519_chachapoly_sha256.json");

        assertThat(list(file.get("vectors"))).hasSize(59).allSatisfy(vector -> new Conversation(vector).run());
    }

    private static final class Conversation {
        private final JsonNode vector;
        private final NoisePattern pattern;
        private final NoiseHandshake initiator;
        private final NoiseHandshake responder;

        Conversation(JsonNode vector) {
            this.vector = vector;
            pattern = NoisePattern.named(vector.get("protocol_name").asText().split("_", -1)[1]);
            initiator = begin("init_", Role.INITIATOR);
            responder = begin("resp_", Role.RESPONDER);
        }

        void run() {
            assertThat(pattern.protocolName())
                    .isEqualTo(vector.get("protocol_name").asText());
            var messages = list(vector.get("messages"));
            for (int index = 0; index < messages.size(); index++)
                if (index < pattern.messageCount()) shake(messages.get(index), index % 2 == 0);
                else talk(messages.get(index), pattern.oneWay() || index % 2 == 0);
            var hash = Bytes.copyOf(hex(vector.get("handshake_hash")));
            assertThat(initiator.session().handshakeHash()).isEqualTo(hash);
            assertThat(responder.session().handshakeHash()).isEqualTo(hash);
        }

        private void shake(JsonNode message, boolean fromInitiator) {
            var payload = hex(message.get("payload"));
            var wire = (fromInitiator ? initiator : responder).write(payload);
            assertThat(wire).isEqualTo(hex(message.get("ciphertext")));
            assertThat((fromInitiator ? responder : initiator).read(wire))
                    .isEqualTo(new NoiseRead.Payload(Bytes.copyOf(payload)));
        }

        private void talk(JsonNode message, boolean fromInitiator) {
            var payload = hex(message.get("payload"));
            var wire = (fromInitiator ? initiator : responder).session().encrypt(payload);
            assertThat(wire).isEqualTo(hex(message.get("ciphertext")));
            assertThat((fromInitiator ? responder : initiator).session().decrypt(wire))
                    .isEqualTo(new NoiseRead.Payload(Bytes.copyOf(payload)));
        }

        private NoiseHandshake begin(String side, Role role) {
            var setup = NoiseSetup.of(pattern)
                    .withPrologue(Bytes.copyOf(hex(vector.get(side + "prologue"))))
                    .withPsks(psks(side));
            if (vector.has(side + "static")) setup = setup.withOwnStatic(pair(side + "static"));
            if (vector.has(side + "remote_static"))
                setup = setup.withRemoteStatic(
                        new X25519PublicKey(Bytes.copyOf(hex(vector.get(side + "remote_static")))));
            return vector.has(side + "ephemeral")
                    ? setup.beginWithTestEphemeral(role, pair(side + "ephemeral"))
                    : setup.responder(new Random(1));
        }

        private X25519KeyPair pair(String field) {
            return X25519KeyPair.fromPrivate(hex(vector.get(field)));
        }

        private PreSharedKey[] psks(String side) {
            List<PreSharedKey> keys = new ArrayList<>();
            if (vector.has(side + "psks"))
                vector.get(side + "psks").forEach(key -> keys.add(PreSharedKey.of(hex(key))));
            return keys.toArray(PreSharedKey[]::new);
        }
    }
}
