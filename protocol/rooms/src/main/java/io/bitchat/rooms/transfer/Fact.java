package io.bitchat.rooms.transfer;

import java.util.List;

/** What happened to a transfer. Exactly one of the last four is published, and nothing after it. */
public sealed interface Fact {
    record Offered() implements Fact {}

    record Accepted(String receiver) implements Fact {}

    record Rejected(String receiver, String reason) implements Fact {}

    /** Nothing flows any more. @param by the peer that paused or was lost */
    record Paused(String by) implements Fact {}

    /** Chunks flow again. @param by the peer that resumed or came back */
    record Resumed(String by) implements Fact {}

    record Progressed(Progress progress) implements Fact {}

    /** @param receivers those who have the whole file */
    record Completed(List<String> receivers) implements Fact {}

    record Cancelled(String reason) implements Fact {}

    record Failed(String reason) implements Fact {}

    record Expired(String reason) implements Fact {}
}
