package io.bitchat.terminal.chat;

import io.bitchat.edge.mesh.LanListener;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.Said;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Event;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A conversation on the local network. Input is taken by one thread; what comes from the network is shown on the screen,
 * which waits for nobody.
 */
final class Chat implements LanListener {
    /** Begin of what edge nodes tell each other in lines; docs/protocols/lan.md, section 12. */
    private static final String EDGE_FRAME = "bitchat/1 ";

    static final String HELP = """
            text               to the room that you are in
            /msg NAME text     to one peer alone
            /join ROOM         enter a room, or go to one that you are in
            /part [ROOM]       leave a room
            /nick NAME         take another name
            /away [STATUS]     say that you are away; /back ends that
            /who               who is there
            /quit              end; so does Ctrl-D
            A * behind a name: nobody proves that the peer wrote the line.""";

    private final PeerId own;
    private final Screen screen;
    private final Names names = new Names();
    private final Set<String> rooms = new LinkedHashSet<>();
    private @Nullable LanNode node;
    private volatile @Nullable String room;

    /** @param rooms the user is in these from the beginning, and writes to the first */
    Chat(PeerId own, Set<String> rooms, Screen screen) {
        this.own = own;
        this.screen = screen;
        this.rooms.addAll(rooms);
        this.room = rooms.stream().findFirst().orElse(null);
    }

    void use(LanNode started) {
        node = started;
    }

    // --- what the user types

    /** False if the user ends the chat. */
    boolean take(String typed) {
        var line = typed.strip();
        if (line.isEmpty()) return true;
        if (!line.startsWith("/")) {
            var here = room;
            if (here == null) screen.show("* you are in no room; /join ROOM enters one");
            else say(new Target(here), line);
            return true;
        }
        int space = line.indexOf(' ');
        var verb = space < 0 ? line : line.substring(0, space);
        var rest = space < 0 ? "" : line.substring(space + 1).strip();
        switch (verb) {
            case "/quit" -> {
                return false;
            }
            case "/msg" -> message(rest);
            case "/join" -> join(rest);
            case "/part" -> part(rest);
            case "/nick" -> nick(rest);
            case "/away" -> status(rest.isEmpty() ? "away" : rest);
            case "/back" -> status("");
            case "/who" -> who();
            case "/help" -> HELP.lines().forEach(screen::show);
            default -> screen.show("* there is no verb " + verb + "; /help lists all");
        }
        return true;
    }

    private LanNode running() {
        if (node == null) throw new IllegalStateException("the chat has not begun");
        return node;
    }

    private void say(Target to, String text) {
        running().say(to, text).whenComplete((said, failure) -> {
            if (failure != null) screen.show("* not sent: the node has stopped");
            else if (said instanceof Said.Rejected(var reason)) screen.show("* not sent: " + why(reason));
        });
    }

    private void message(String rest) {
        int space = rest.indexOf(' ');
        if (space < 0) {
            screen.show("* usage: /msg NAME text");
            return;
        }
        var found = names.meantBy(rest.substring(0, space));
        if (found.size() == 1) {
            say(Target.to(found.getFirst().id()), rest.substring(space + 1).strip());
        } else {
            screen.show(
                    found.isEmpty()
                            ? "* nobody has this name; /who tells who is there"
                            : "* several have this name; take one of /who");
        }
    }

    private void join(String name) {
        var target = Target.parse(name).filter(one -> one.peer() == null);
        if (target.isEmpty()) {
            screen.show("* usage: /join ROOM; a room has letters, digits and ._+-");
            return;
        }
        var wanted = target.get().text();
        change(running().join(wanted), () -> {
            synchronized (rooms) {
                rooms.add(wanted);
            }
            room = wanted;
            screen.show("* you are in " + wanted);
        });
    }

    private void part(String name) {
        var here = room;
        var left = name.isEmpty() ? here : Target.parse(name).map(Target::text).orElse(name);
        if (left == null || !isIn(left)) {
            screen.show("* you are not in that room");
            return;
        }
        change(running().part(left), () -> {
            synchronized (rooms) {
                rooms.remove(left);
                if (left.equals(room)) room = rooms.stream().findFirst().orElse(null);
            }
            screen.show("* you have left " + left + (room == null ? "" : ", and are in " + room));
        });
    }

    private boolean isIn(String name) {
        synchronized (rooms) {
            return rooms.contains(name);
        }
    }

    private void nick(String name) {
        if (name.isEmpty()) screen.show("* usage: /nick NAME");
        else change(running().rename(name), () -> screen.show("* you are " + name));
    }

    private void status(String status) {
        change(
                running().changeStatus(status),
                () -> screen.show(status.isEmpty() ? "* you are back" : "* you are " + status));
    }

    private void change(CompletionStage<Optional<Effect.Rejection>> answer, Runnable done) {
        answer.whenComplete((rejected, failure) -> {
            if (failure != null) screen.show("* not possible: the node has stopped");
            else rejected.ifPresentOrElse(reason -> screen.show("* not possible: " + why(reason)), done);
        });
    }

    private static String why(Effect.Rejection reason) {
        return switch (reason) {
            case TOO_LONG -> "the line is too long";
            case NOT_TEXT -> "it is not text";
            case BAD_NAME -> "no such name is possible";
            case TOO_MANY_RECEIVERS -> "you have written to as many peers as are counted";
            case TOO_MANY_ROOMS -> "you are in as many rooms as are possible";
            case NOT_RUNNING -> "the node has stopped";
        };
    }

    private void who() {
        if (names.all().isEmpty()) screen.show("* nobody else is there; ./bitchat doctor mesh tells why");
        names.all().stream().map(this::described).sorted().forEach(screen::show);
    }

    private String described(Peer peer) {
        var profile = peer.profile();
        var link =
                switch (peer.connection()) {
                    case NONE -> "no link";
                    case PLAIN -> "plain link";
                    case SECURED -> "encrypted link";
                };
        return "  %s%s  in %s  %s%s"
                .formatted(
                        names.of(peer),
                        profile.status().isEmpty() ? "" : " (" + Screen.clean(profile.status()) + ")",
                        String.join(", ", profile.rooms()),
                        link,
                        peer.fingerprint() == null ? "" : "  " + peer.fingerprint());
    }

    // --- what comes from the network

    @Override
    public void delivered(Line line, int later, boolean verified) {
        if (line.sender().equals(own) || line.content().startsWith(EDGE_FRAME)) return;
        var name = names.of(line.sender()) + (verified ? "" : "*");
        if (line.type() != Line.Type.CHAT) return;
        var text = name + ": " + Screen.clean(line.content());
        if (line.receiver() != null) screen.show("[to you] " + text);
        else if (isIn(line.target().text())) screen.show("[" + line.target() + "] " + text);
    }

    @Override
    public void happened(Event event) {
        switch (event) {
            case Event.PeerJoined(var peer) -> {
                names.put(peer);
                screen.show("* " + names.of(peer) + " is there");
            }
            case Event.PeerChanged(var before, var now) -> changed(before, now);
            case Event.PeerLeft(var peer, boolean said) -> {
                screen.show("* " + names.of(peer) + (said ? " has gone" : " is not heard any more"));
                names.remove(peer);
            }
            case Event.LinesMissing(var stream, long from, long to) ->
                screen.show("* lines " + from + " to " + to + " of " + names.of(stream.sender()) + " are lost");
            case Event.PeersBehind _ -> {} // who is heard through others shows itself by what it says
            case Event.KeyPinned _, Event.KeyDropped _ -> {} // a chat keeps no keys
            case Event.MeshIsLarge(int count) ->
                screen.show("* " + count + " peers are here, more than the mesh is made for");
        }
    }

    private void enteredOrLeft(List<String> before, List<String> now, String name) {
        now.stream()
                .filter(one -> !before.contains(one) && isIn(one))
                .forEach(one -> screen.show("* " + name + " has entered " + one));
        before.stream()
                .filter(one -> !now.contains(one) && isIn(one))
                .forEach(one -> screen.show("* " + name + " has left " + one));
    }

    private void changed(Peer before, Peer now) {
        var was = names.of(before);
        names.put(now);
        if (!before.profile().nick().equals(now.profile().nick())) screen.show("* " + was + " is now " + names.of(now));
        enteredOrLeft(before.profile().rooms(), now.profile().rooms(), names.of(now));
        var status = now.profile().status();
        if (!before.profile().status().equals(status)) {
            screen.show("* " + names.of(now) + (status.isEmpty() ? " is back" : " is " + Screen.clean(status)));
        }
    }
}
