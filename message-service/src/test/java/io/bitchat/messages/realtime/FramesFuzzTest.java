package io.bitchat.messages.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.messages.realtime.Frames.ClientFrame;
import java.nio.charset.StandardCharsets;

class FramesFuzzTest {
    private static final Frames FRAMES = new Frames(new ObjectMapper());

    /** Any input gets a frame that can be encoded, and an accepted id is valid. */
    @FuzzTest
    void whateverIsSaidHasAnAnswer(byte[] bytes) {
        switch (FRAMES.parse(new String(bytes, StandardCharsets.UTF_8))) {
            case ClientFrame.Room(var ofRoom) -> assertThat(ofRoom.roomId()).isNotBlank();
            case ClientFrame.Ping() -> {}
            case ClientFrame.Ack(var id) -> assertThat(id).matches("[A-Za-z0-9._@:+-]{1,128}");
            case ClientFrame.Read(var id) -> assertThat(id).matches("[A-Za-z0-9._@:+-]{1,128}");
            case ClientFrame.Invalid(var code, var detail) ->
                assertThat(FRAMES.error(code, detail)).contains(code);
        }
    }
}
