package io.bitchat.files.transfer.api;

import io.bitchat.files.transfer.OfferRequest;
import io.bitchat.files.transfer.table.TransferTable;
import io.bitchat.kit.text.Identifier;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which transfers of a room to list. */
public class ListQuery {
    static final String STATUS = "pending|active|paused|completed|failed|cancelled|expired";

    static final String NO_UUID = "must be a UUID in lower case";

    /** Only those of this sender or receiver. */
    @QueryParam("user_id")
    @Identifier
    @Nullable
    String userId;

    /** Only those in this state. */
    @QueryParam("status")
    @Pattern(regexp = STATUS, message = "must be one of " + STATUS)
    @Nullable
    String status;

    /** Only those older than this one. */
    @QueryParam("before")
    @Pattern(regexp = OfferRequest.UUID_REGEX, message = NO_UUID)
    @Nullable
    String before;

    /** Maximum number. */
    @QueryParam("limit")
    @DefaultValue("50")
    @Min(1)
    @Max(200)
    int limit;

    TransferTable.Page of(String roomId) {
        return new TransferTable.Page(roomId, userId, status, before == null ? null : UUID.fromString(before), limit);
    }
}
