package io.bitchat.bench.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.bitchat.bench.Refused;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Parses only what the driver needs of a server frame, because the driver shares the cores with the suite. */
public final class Frame {
    private static final JsonFactory JSON = new JsonFactory();

    private Frame() {}

    /** The message id of a {@code message} frame; null for any other frame. */
    public static @Nullable String messageId(String text) {
        boolean message = false;
        String id = null;
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("type")) {
                    message = "message".equals(parser.getValueAsString());
                } else if (name.equals("data") && parser.currentToken() == JsonToken.START_OBJECT) {
                    id = idOf(parser);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new Refused("the suite sent a frame that is not JSON: " + e.getMessage());
        }
        return message ? id : null;
    }

    private static @Nullable String idOf(JsonParser parser) throws IOException {
        String id = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("message_id")) {
                id = parser.getValueAsString();
            } else {
                parser.skipChildren();
            }
        }
        return id;
    }
}
