package io.bitchat.terminal.rooms;

import io.bitchat.rooms.Chunking;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.ProgressBar;
import io.bitchat.terminal.ProgressLines;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Displays what happens with one offer. */
final class SendView {
    private final Offering offering;
    private final long size;
    private final ProgressLines lines;

    SendView(PrintStream out, Offering offering, long size) {
        this.offering = offering;
        this.size = size;
        lines = new ProgressLines(out, ProgressBar.isTerminal());
    }

    void offered() {
        lines.say("waiting until " + offering.who() + " accepts " + Local.shown(offering.name()) + " ("
                + ProgressBar.size(size) + ", ./bitchat receive)");
    }

    void accepted(String receiver) {
        at(receiver, 0, "");
    }

    private void at(String receiver, long bytes, String note) {
        lines.add(title(receiver), size, bytes);
        lines.at(title(receiver), bytes, note);
    }

    private String title(String receiver) {
        return Local.shown(offering.name()) + " → " + Local.shown(receiver);
    }

    void end() {
        lines.end();
    }

    void rejected(String receiver, @Nullable String reason) {
        lines.say(
                Local.shown(receiver) + " does not want " + Local.shown(offering.name()) + ": " + Rooms.reason(reason));
    }

    void receivers(JsonArray receivers, Chunking chunking) {
        for (var one : receivers) {
            if (!(one instanceof JsonObject receiver)) continue;
            var status = receiver.getString("status", "");
            if (status.equals("pending")) continue;
            int chunks = Math.clamp(Missing.number(receiver, "chunks_received"), 0, chunking.count());
            var note = status.equals("active") || status.equals("completed") ? "" : status;
            at(receiver.getString("peer_id", ""), chunking.bytes(chunks), note);
        }
    }

    void has(String receiver, Chunking chunking) {
        at(receiver, chunking.size(), "");
    }

    void left(String receiver, @Nullable String reason) {
        lines.note(title(receiver), Rooms.reason(reason));
    }

    void paused(boolean paused, String by, String cause) {
        if (!by.equals(offering.sender())) {
            var why = cause.equals("connection") ? "away" : "paused";
            lines.note(title(by), paused || !cause.isEmpty() ? why : "");
        } else lines.say(paused ? "paused" : "going on");
    }

    void waiting() {
        lines.say("no connection; trying again");
    }
}
