package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Failure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** To whom {@code ./bitchat send} offers files, instead of uploading them. */
public final class RoomOptions {
    @Option(names = "--to", paramLabel = "PEER", description = "offer it to this peer, who receives it now")
    @Nullable
    String to;

    @Option(
            names = "--room",
            paramLabel = "ROOM",
            description = "in this room or group (default: a room of both of you)")
    @Nullable
    String room;

    @Option(names = "--all", description = "offer it to everybody in the room, in one upload")
    boolean all;

    @Option(names = "--store", description = "the site may keep it after the transfer, if a receiver agrees")
    boolean store;

    @Option(
            names = "--cancel",
            description = "send nothing: cancel what you have offered and has not ended, or the FILEs of it")
    boolean cancel;

    /** Whether offers are cancelled instead. */
    public boolean cancels() {
        return cancel;
    }

    /** Whether any of these is set: the file goes to people. */
    public boolean areSet() {
        return to != null || room != null || all || store;
    }

    void check(String self) {
        if (to == null && !all)
            throw Failure.askedWrongly("--to PEER is needed, or --all for everybody in --room ROOM");
        if (to != null && all) throw Failure.askedWrongly("--to and --all exclude each other");
        if (all && room == null) throw Failure.askedWrongly("--all needs --room ROOM");
        if (self.equals(to)) throw Failure.askedWrongly("--to is another peer than --as");
    }
}
