package io.bitchat.lan.network;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.CloseReason;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Input;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.wire.Decoded;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.LineSplitter;
import io.bitchat.lan.wire.PeerId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody with a socket who says whatever a test wants: a plain peer, or an attacker. */
public final class Stranger {
    private static long links = 1_000_000;

    private final Lan lan;
    private final Host host;
    private final String id;
    private final LinkId link = new LinkId(false, links++);
    private final List<Line> heard = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter();
    private @Nullable CloseReason closed;

    /** Connects to a host. */
    public Stranger(Lan lan, Host host, String id, String address) {
        this(lan, host, id, address, null);
    }

    /** Connects to a host, with encryption if there is a key. */
    public Stranger(Lan lan, Host host, String id, String address, @Nullable X25519PublicKey key) {
        this.lan = lan;
        this.host = host;
        this.id = id;
        take(host.handle(new Input.LinkAccepted(link, Ipv4.of(address), key)));
    }

    private void take(List<Effect> effects) {
        for (var effect : effects) {
            switch (effect) {
                case Effect.Send send
                when send.link().equals(link) ->
                    splitter.take(send.bytes(), decoded -> {
                        if (decoded instanceof Decoded.Complete(var line)) heard.add(line);
                    });
                case Effect.Close close when close.link().equals(link) -> closed = close.reason();
                default -> {}
            }
        }
    }

    /** Sends a line with the published fields. */
    public Stranger say(String type, long sequence, String content) {
        return send(
                "{\"type\":\"%s\",\"sender\":\"%s\",\"content\":\"%s\",\"timestamp\":\"%s\",\"sequence\":%d,\"target\":\"general\"}\n"
                        .formatted(type, id, content, lan.now(), sequence));
    }

    public Stranger send(Line line) {
        return send(new String(LineCodec.encode(line), StandardCharsets.UTF_8));
    }

    public Stranger send(String text) {
        take(host.handle(new Input.Received(link, text.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** What the host does now and whatever it sends here. */
    public Stranger listen(Input input) {
        take(host.handle(input));
        return this;
    }

    public PeerId id() {
        return new PeerId(id);
    }

    /** What the host has sent. */
    public List<Line> heard() {
        return heard;
    }

    /** Texts of chat lines that the host has sent. */
    public List<String> texts() {
        return heard.stream()
                .filter(line -> line.type() == Line.Type.CHAT)
                .map(Line::content)
                .toList();
    }

    /** Why the host closed the connection; null if it did not. */
    public @Nullable CloseReason closed() {
        return closed;
    }
}
