package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Client;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.ProgressBar;
import io.bitchat.terminal.SiteOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./bitchat receive}. */
@Command(
        name = "receive",
        mixinStandardHelpOptions = true,
        description = {
            "Receives files that others offer with ./bitchat send FILE --to YOU. Run the same command again to resume.",
            "Prints the SHA-256 and the path of each file. Takes what is offered to YOU, before or from now on; what was",
            "offered to all in a room before needs --room."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:received",
            "1:not received, or rejected; what has come of a running transfer is kept",
            "2:wrong usage"
        })
public final class ReceiveCommand implements Callable<Integer> {
    @Option(names = "--from", paramLabel = "PEER", description = "only files of this peer")
    @Nullable
    String from;

    @Option(names = "--room", paramLabel = "ROOM", description = "only files that are offered in this room")
    @Nullable
    String room;

    @Option(names = "--into", paramLabel = "FOLDER", description = "where to store them (default: this folder)")
    Path folder = Path.of("");

    @Option(names = "--yes", description = "accept without asking")
    boolean yes;

    @Option(names = "--count", paramLabel = "N", description = "number of files (default: ${DEFAULT-VALUE})")
    int count = 1;

    @Option(names = "--store", description = "the site may keep them, if the sender agrees")
    boolean store;

    @Mixin
    SiteOptions options = new SiteOptions();

    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream progress;

    public ReceiveCommand(InputStream in, PrintStream out, PrintStream progress) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException {
        if (count < 1) throw Failure.askedWrongly("--count must be at least 1");
        if (!Files.isDirectory(folder.toAbsolutePath())) throw Failure.askedWrongly(folder + " is not a folder");
        if (options.peer.equals(from)) throw Failure.askedWrongly("--from is another peer than --as");
        try (var client = new Client()) {
            var site = client.site(options);
            if (from != null && room == null) DirectRoom.enter(site, options.peer, from);
            var owner = new JsonObject().put("url", options.url.toString()).put("peer", options.peer);
            var wish = new Receiving.Wish(
                    options.peer,
                    from != null && room == null ? Rooms.direct(options.peer, from) : room,
                    from,
                    folder.toAbsolutePath(),
                    count,
                    store,
                    owner,
                    offer -> ask(client.vertx(), offer));
            var unfinished = PartFile.unfinished(folder.toAbsolutePath(), owner).stream()
                    .filter(part -> from == null || from.equals(part.offer().sender()))
                    .toList();
            int failed = Client.await(
                    new Receiving(client.vertx(), site, wish, new Receiving.Output(out, progress)).run(unfinished));
            return failed == 0 ? 0 : 1;
        }
    }

    private Future<Boolean> ask(Vertx vertx, Offer offer) {
        var what = Local.shown(offer.sender()) + " offers " + Local.safe(offer.filename()) + " ("
                + ProgressBar.size(offer.chunking().size()) + ")";
        if (yes) {
            progress.println(what);
            return Future.succeededFuture(true);
        }
        progress.print(what + ". Accept? [y/N] ");
        progress.flush();
        return vertx.executeBlocking(this::answer, false);
    }

    private boolean answer() throws IOException {
        var line = in.readLine();
        if (line == null) throw new Failure("nobody answers: set --yes to accept without asking");
        return List.of("y", "yes").contains(line.strip().toLowerCase(Locale.ROOT));
    }
}
