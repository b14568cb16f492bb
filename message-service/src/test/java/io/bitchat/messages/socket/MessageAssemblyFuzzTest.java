package io.bitchat.messages.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bitchat.messages.socket.MessageAssembly.Step;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class MessageAssemblyFuzzTest {
    private static final int MAX_FRAMES = 32;

    /**
     * Frames from a stranger: one byte encodes length, kind and whether it is the last, then the payload follows. A
     * resulting text equals the input.
     */
    @FuzzTest
    void textIsWhatItsFramesHold(byte[] script) {
        var assembly = new MessageAssembly(() -> true);
        var sent = new ByteArrayOutputStream();
        boolean within = false;
        int at = 0;
        for (int frames = 0; at < script.length && frames < MAX_FRAMES; frames++) {
            int head = script[at++] & 0xff;
            var payload = Buffer.buffer(Arrays.copyOfRange(script, at, Math.min(script.length, at + (head & 0x1f))));
            at += payload.length();
            boolean first = (head & 0x80) != 0;
            boolean last = (head & 0x40) != 0;
            var step = first ? assembly.begins((head & 0x20) != 0, payload, last) : assembly.goesOn(payload, last);
            if (first == within) {
                assertThat(step).isInstanceOf(Step.Violation.class);
                return;
            }
            if (first) sent.reset();
            sent.writeBytes(payload.getBytes());
            within = !last;
            if (!last) assertThat(step).isInstanceOf(Step.More.class);
            if (step instanceof Step.Text(var text))
                assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(sent.toByteArray());
            if (step instanceof Step.Violation) return;
        }
    }
}
