package io.bitchat.terminal.upload;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.chunks.FileKey;
import io.bitchat.terminal.Absence;
import io.bitchat.terminal.Client;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Link;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.MediaType;
import io.bitchat.terminal.ProgressBar;
import io.bitchat.terminal.Site;
import io.bitchat.terminal.SiteOptions;
import io.bitchat.terminal.rooms.RoomCancel;
import io.bitchat.terminal.rooms.RoomOptions;
import io.bitchat.terminal.rooms.RoomSend;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./bitchat send FILE}. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        description = {
            "Uploads a file and prints the link to download it. Run the same command again to resume.",
            "With --to it goes to a person who runs ./bitchat receive, live, and is not kept; the SHA-256 is printed.",
            "With --sealed the site learns neither the content nor the name; the key is after the # of the link."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:uploaded, or received by those who accepted",
            "1:not uploaded or not received; run the same command again to resume",
            "2:wrong usage"
        })
public final class SendCommand implements Callable<Integer> {
    private static final String SEALED_NAME = "sealed";
    private static final int USUAL_CHUNK = 1 << 20;
    private static final int NOT_FOUND = 404;

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "what to send; several only with --to or --all")
    List<Path> paths = List.of();

    @Option(names = "--sealed", description = "encrypt it here, with a key that never leaves")
    boolean sealed;

    @Mixin
    RoomOptions to = new RoomOptions();

    @Mixin
    SiteOptions options = new SiteOptions();

    /** The one file to upload. */
    private Path path = Path.of("");

    private final PrintStream out;
    private final PrintStream progress;

    public SendCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException {
        if (to.cancels()) {
            new RoomCancel(to, options, out).cancel(paths);
            return 0;
        }
        if (paths.isEmpty()) throw Failure.askedWrongly("FILE is missing: what is to be sent?");
        if (to.areSet()) return offer();
        if (paths.size() > 1) throw Failure.askedWrongly("several files need --to PEER; upload one at a time");
        path = paths.getFirst();
        if (!Files.isRegularFile(path)) throw Failure.askedWrongly(path + " is not a file");
        if (Files.size(path) == 0 && !sealed) throw Failure.askedWrongly(path + " is empty: there is nothing to send");
        try (var client = new Client()) {
            var site = client.site(options);
            var note = UploadNote.of(
                    options.uploads(), path, options.url.toString(), options.peer, sealed ? "sealed" : "");
            var link = send(client.vertx(), site, note);
            note.delete();
            out.println(link);
            return 0;
        }
    }

    private int offer() throws IOException {
        if (sealed) throw Failure.askedWrongly("--sealed is for uploads, and excludes --to and --all");
        new RoomSend(to, options, out, progress).send(paths);
        return 0;
    }

    private Link send(Vertx vertx, Site site, UploadNote note) throws IOException {
        var known = note.read();
        var key = known.isPresent() ? known.get().key() : fresh();
        try (var file = Outgoing.open(path, key)) {
            var begun = Client.await(going(site, known)
                    .compose(there -> there.isPresent() ? Future.succeededFuture(there.get()) : begin(site, file)));
            var link = new Link(begun.getString("file_id"), key);
            note.write(link);
            chunks(vertx, site, file, begun);
            return link;
        }
    }

    private Optional<FileKey> fresh() {
        return sealed ? Optional.of(FileKey.generate(new SecureRandom())) : Optional.empty();
    }

    /**
     * The recorded upload if it can be resumed. If the site does not answer clearly, this fails, because a new upload
     * would discard the progress.
     */
    private static Future<Optional<JsonObject>> going(Site site, Optional<Link> known) {
        if (known.isEmpty()) return Future.succeededFuture(Optional.empty());
        return site.get("/files/" + known.get().fileId()).compose(answer -> {
            if (answer.status() == NOT_FOUND) return Future.succeededFuture(Optional.empty());
            if (!answer.isOk()) return Site.refused("cannot read the progress of the upload", answer);
            return Future.succeededFuture(
                    Optional.of(answer.json()).filter(file -> !"failed".equals(file.getString("status"))));
        });
    }

    /** The size of a sealed file depends on the site's chunk size, which only the first answer reveals. */
    private Future<JsonObject> begin(Site site, Outgoing file) {
        return begin(site, file.size(USUAL_CHUNK)).compose(begun -> {
            int chunkSize = begun.getInteger("chunk_size");
            if (file.size(chunkSize) == begun.getLong("file_size")) return Future.succeededFuture(begun);
            return site.cancel(begun.getString("file_id")).compose(_ -> begin(site, file.size(chunkSize)));
        });
    }

    private Future<JsonObject> begin(Site site, long size) {
        var body = new JsonObject()
                .put("filename", sealed ? SEALED_NAME : Local.nameOf(path))
                .put("file_size", size)
                .put("uploaded_by", options.peer)
                .put("mime_type", sealed ? "application/octet-stream" : MediaType.of(path));
        return site.begin(body)
                .compose(answer -> answer.isOk()
                        ? Future.succeededFuture(answer.json())
                        : Site.refused(Local.nameOf(path) + " was not accepted", answer));
    }

    private void chunks(Vertx vertx, Site site, Outgoing file, JsonObject begun) {
        var plan = file.plan(begun.getInteger("chunk_size"));
        var fileId = begun.getString("file_id");
        var missingChunks = new MissingChunks(site, fileId, plan.count());
        var missing = Client.await(missingChunks.missing(begun.getInteger("uploaded_chunks", 0)));
        var bar = new ProgressBar(
                progress, ProgressBar.isTerminal(), Local.nameOf(path), plan.fileSize(), there(plan, missing));
        var absence = new Absence(vertx, site, "/files/" + fileId);
        try {
            Client.await(new Upload(vertx, site, file, begun, absence, bar)
                    .run(missing)
                    .compose(_ -> absence.over())
                    .compose(missingChunks::left)
                    .compose(left -> {
                        bar.at(there(plan, left), "");
                        return new Upload(vertx, site, file, begun, absence, bar).run(left);
                    }));
        } finally {
            bar.end();
        }
    }

    private static long there(ChunkPlan plan, List<Integer> missing) {
        return plan.fileSize() - missing.stream().mapToLong(plan::length).sum();
    }
}
