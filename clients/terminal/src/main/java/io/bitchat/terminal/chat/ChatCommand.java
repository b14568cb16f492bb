package io.bitchat.terminal.chat;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.edge.mesh.LanNode;
import io.bitchat.edge.mesh.LanScope;
import io.bitchat.lan.Identity;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.terminal.Failure;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./bitchat chat}: a chat on the local network, in a terminal. */
@Command(
        name = "chat",
        mixinStandardHelpOptions = true,
        description = {
            "Chats on the local network, without servers. What you type goes to everybody in the room.",
            "Verbs: /msg NAME text, /join ROOM, /part [ROOM], /nick NAME, /away [STATUS], /back, /who, /help, /quit."
        })
public final class ChatCommand implements Callable<Integer> {
    private static final int START_SECONDS = 20;

    @Option(names = "--name", paramLabel = "NAME", description = "name that others see [the name of the user]")
    private String name = System.getProperty("user.name", "me");

    @Option(names = "--room", paramLabel = "ROOM", description = "room to enter; may be repeated [general]")
    private List<String> rooms = List.of("general");

    @Option(
            names = "--interface",
            paramLabel = "NAME",
            description = "interface to use; may be repeated; loopback keeps the chat on this machine"
                    + " [all that can multicast]")
    private Set<String> interfaces = new LinkedHashSet<>();

    @Option(
            names = "--group",
            paramLabel = "ADDRESS:PORT",
            description = "multicast group of discovery [224.0.0.1:9999]")
    private String group = "224.0.0.1:9999";

    private final InputStream in;
    private final PrintStream out;

    public ChatCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Profile.isValid(name, "", rooms)) {
            throw Failure.askedWrongly(
                    "--name or --room: a name has 1 to 64 characters, and rooms have letters, digits and" + " ._+-");
        }
        var own = new PeerId(UUID.randomUUID().toString());
        var random = new SecureRandom();
        var identity = new Identity(own, Ed25519KeyPair.generate(random), X25519KeyPair.generate(random));
        var setup = LanNode.Setup.of(identity, new Profile(name, "", rooms), scope(), address(), 0);
        var vertx = Vertx.vertx();
        try (var screen = new Screen(out)) {
            var chat = new Chat(own, new LinkedHashSet<>(rooms), screen);
            try (var node = start(vertx, setup, chat)) {
                chat.use(node);
                screen.show(
                        "you are " + name + " in " + String.join(", ", rooms) + "; /help tells the verbs, /quit ends");
                read(chat);
            }
        } finally {
            vertx.close();
        }
        return 0;
    }

    private static LanNode start(Vertx vertx, LanNode.Setup setup, Chat chat) throws IOException, InterruptedException {
        try {
            return LanNode.start(vertx, setup, chat).toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Failure("the chat cannot begin: " + e.getMessage() + "; ./bitchat doctor mesh tells more");
        }
    }

    private void read(Chat chat) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!chat.take(line)) return;
        }
    }

    private LanScope scope() {
        if (interfaces.isEmpty()) return new LanScope.AllInterfaces();
        return interfaces.equals(Set.of("loopback")) ? new LanScope.ThisMachine() : new LanScope.Named(interfaces);
    }

    private InetSocketAddress address() throws IOException {
        var endpoint = Endpoint.parse(group)
                .orElseThrow(() -> Failure.askedWrongly("--group must be ADDRESS:PORT, is " + group));
        // not a name, which is never looked up
        var address = InetAddress.getByName(endpoint.host().toString());
        if (!address.isMulticastAddress()) {
            throw Failure.askedWrongly("--group must be from 224.0.0.0 to 239.255.255.255, is " + group);
        }
        return new InetSocketAddress(address, endpoint.port());
    }
}
