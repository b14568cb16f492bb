package io.bitchat.messages.rooms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.contracts.transfers.ReceiverProgress;
import io.bitchat.contracts.transfers.TransferEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encodes the frames about rooms that this service makes by itself (docs/protocols/rooms.md, section 3). */
@ApplicationScoped
public class RoomFrames {
    private final ObjectMapper json;

    public RoomFrames(ObjectMapper json) {
        this.json = json.copy().setSerializationInclusion(JsonInclude.Include.NON_NULL);
    }

    /** Types of the frames about rooms that a client gets. The OpenAPI document describes each; a test compares them. */
    public enum Sent {
        FILE_SHARE_OFFER,
        FILE_SHARE_ACCEPT,
        FILE_SHARE_REJECT,
        FILE_SHARE_PROGRESS,
        FILE_SHARE_COMPLETE,
        FILE_SHARE_CHUNK,
        FILE_SHARE_PAUSE,
        FILE_SHARE_RESUME,
        FILE_SHARE_CANCEL,
        FILE_SHARE_RETRANSMIT,
        FILE_SHARE_CREDIT,
        ROOM_STATE,
        USER_JOINED,
        USER_LEFT,
        OFFER,
        ANSWER,
        ICE_CANDIDATE;

        private final String type = typeOf(this);

        public String type() {
            return type;
        }
    }

    /** Types of the frames about rooms that a client sends, described in the same place. */
    public enum Received {
        FILE_SHARE_OFFER,
        FILE_SHARE_ACCEPT,
        FILE_SHARE_REJECT,
        FILE_SHARE_COMPLETE,
        FILE_SHARE_CHUNK,
        FILE_SHARE_PAUSE,
        FILE_SHARE_RESUME,
        FILE_SHARE_CANCEL,
        FILE_SHARE_RETRANSMIT,
        FILE_SHARE_CREDIT,
        JOIN_ROOM,
        LEAVE_ROOM,
        OFFER,
        ANSWER,
        ICE_CANDIDATE;

        private final String type = typeOf(this);

        public String type() {
            return type;
        }
    }

    private static String typeOf(Enum<?> frame) {
        return frame.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** An error frame. */
    public String error(String code, String detail, @Nullable String roomId, @Nullable Object transferId) {
        return write(new ErrorFrame("error", code, detail, roomId, transferId == null ? null : transferId.toString()));
    }

    /** The frame of a fact; empty if clients are not told of it. */
    public Optional<String> of(TransferEvent event) {
        return Optional.ofNullable(
                        switch (event) {
                            case TransferEvent.Offered offered -> offer(offered);
                            case TransferEvent.Accepted accepted ->
                                new AcceptFrame(
                                        Sent.FILE_SHARE_ACCEPT.type(),
                                        accepted.roomId(),
                                        accepted.transferId(),
                                        accepted.receiverId(),
                                        accepted.store());
                            case TransferEvent.Rejected rejected ->
                                new RejectFrame(
                                        Sent.FILE_SHARE_REJECT.type(),
                                        rejected.roomId(),
                                        rejected.transferId(),
                                        rejected.receiverId(),
                                        rejected.note());
                            case TransferEvent.Progressed progressed -> progress(progressed);
                            case TransferEvent.Completed completed ->
                                new CompleteFrame(
                                        Sent.FILE_SHARE_COMPLETE.type(), completed.roomId(), completed.transferId());
                            case TransferEvent.Cancelled cancelled -> end(cancelled, "cancelled", cancelled.note());
                            case TransferEvent.Failed failed -> end(failed, "failed", failed.reason());
                            case TransferEvent.Expired expired -> end(expired, "expired", expired.reason());
                            case TransferEvent.Paused _, TransferEvent.Resumed _ -> null;
                        })
                .map(this::write);
    }

    private static OfferFrame offer(TransferEvent.Offered offered) {
        return new OfferFrame(
                Sent.FILE_SHARE_OFFER.type(),
                offered.roomId(),
                offered.transferId(),
                offered.senderId(),
                offered.receiverId(),
                offered.filename(),
                offered.mimeType(),
                offered.fileSize(),
                offered.chunkSize(),
                offered.totalChunks(),
                offered.store(),
                offered.expiresAt());
    }

    private static ProgressFrame progress(TransferEvent.Progressed progressed) {
        return new ProgressFrame(
                Sent.FILE_SHARE_PROGRESS.type(),
                progressed.roomId(),
                progressed.transferId(),
                progressed.chunksReceived(),
                progressed.totalChunks(),
                progressed.percentage(),
                progressed.at(),
                progressed.chunksSent(),
                progressed.bytesTransferred(),
                progressed.status(),
                progressed.receivers());
    }

    private static CancelFrame end(TransferEvent event, String status, String reason) {
        return new CancelFrame(Sent.FILE_SHARE_CANCEL.type(), event.roomId(), event.transferId(), status, reason);
    }

    record ErrorFrame(
            String type,
            String code,
            String detail,
            @Nullable String roomId,
            @Nullable String transferId) {}

    record OfferFrame(
            String type,
            String roomId,
            String transferId,
            String senderId,
            @Nullable String receiverId,
            String filename,
            String mimeType,
            long fileSize,
            int chunkSize,
            int totalChunks,
            boolean store,
            Instant expiresAt) {}

    record AcceptFrame(String type, String roomId, String transferId, String receiverId, boolean store) {}

    record RejectFrame(String type, String roomId, String transferId, String receiverId, String reason) {}

    record ProgressFrame(
            String type,
            String roomId,
            String transferId,
            int chunksReceived,
            int totalChunks,
            double percentage,
            Instant timestamp,
            int chunksSent,
            long bytesTransferred,
            String status,
            List<ReceiverProgress> receivers) {}

    record CompleteFrame(String type, String roomId, String transferId) {}

    record CancelFrame(String type, String roomId, String transferId, String status, String reason) {}

    private String write(Object frame) {
        try {
            return json.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
