package io.bitchat.files.transfer;

import io.bitchat.files.transfer.live.Intake;
import io.bitchat.files.transfer.table.TransferRow;
import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.Reason;
import io.bitchat.rooms.Refusal;
import java.util.UUID;

/** The answers to requests that came too late, or that were themselves the reason of an end. */
final class EndProblem {
    private EndProblem() {}

    /**
     * The transfer ended with the chunk of this request.
     *
     * @param reason as in {@link io.bitchat.rooms.transfer.State#error}; may be empty
     */
    static Problem of(String reason, UUID id) {
        var failed = "the transfer has failed (transfer " + id + "): ";
        return switch (reason) {
            case Reason.STORAGE_FULL ->
                Problem.of(507, reason, failed + "there is no room for it; offer the file again later");
            case Reason.MIME_MISMATCH ->
                Problem.of(415, reason, failed + "the content is not of the type that the offer says");
            case Reason.MALWARE_FOUND -> Problem.of(422, reason, failed + "the scanner refuses the file");
            case Intake.SCANNER_UNAVAILABLE ->
                Problem.of(503, reason, failed + "the scanner does not answer; offer the file again later");
            case Intake.STORAGE_UNAVAILABLE ->
                Problem.of(503, reason, failed + "the storage does not answer; offer the file again later");
            default -> over(reason, id);
        };
    }

    /** The transfer had ended before. */
    static Problem after(TransferRow row) {
        return over(row.error().isEmpty() ? row.status() : row.error(), row.id());
    }

    private static Problem over(String reason, UUID id) {
        var why = reason.isEmpty() ? "" : ", " + reason;
        return Problem.conflict(
                Refusal.TRANSFER_OVER.wire(), RefusalText.of(Refusal.TRANSFER_OVER) + " (transfer " + id + why + ")");
    }
}
