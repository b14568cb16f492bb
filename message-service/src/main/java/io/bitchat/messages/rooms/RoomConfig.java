package io.bitchat.messages.rooms;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.net.URI;

/** Transfers of files in rooms. */
@ConfigMapping(prefix = "bitchat.rooms")
public interface RoomConfig {
    /** URL of the file-service; set by the environment variable {@code BITCHAT_FILE_SERVICE_URL}. */
    URI url();

    /** Connections to the file-service that this replica opens for its sockets, one for each socket and room. */
    @WithDefault("20000")
    @Positive
    int links();
}
