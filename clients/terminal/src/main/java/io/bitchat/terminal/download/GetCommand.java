package io.bitchat.terminal.download;

import io.bitchat.api.ApiClient;
import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.download.Policy;
import io.bitchat.terminal.Client;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Link;
import io.bitchat.terminal.Local;
import io.bitchat.terminal.Site;
import io.bitchat.terminal.SiteOptions;
import io.bitchat.transfer.AddressRule;
import io.bitchat.transfer.DownloadOutcome;
import io.bitchat.transfer.FileDownload;
import io.bitchat.transfer.FileManifest;
import io.bitchat.transfer.HttpSources;
import io.bitchat.transfer.PartFileSink;
import io.bitchat.transfer.Wanted;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./bitchat get FILE_ID}. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = {
            "Downloads a file, from several sites at once where they are named, and checks every chunk.",
            "Run the same command again to resume. A sealed file is opened with the key after the #."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:downloaded", "1:not downloaded; run the same command again to resume", "2:wrong usage"})
public final class GetCommand implements Callable<Integer> {
    private static final String SEALED = ".sealed";

    @Parameters(paramLabel = "FILE_ID", description = "what ./bitchat send has printed")
    String what = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to store it (default: its own name, in this folder)")
    @Nullable
    Path output;

    @Option(names = "--from", paramLabel = "URL", description = "another site that has the file; may be repeated")
    List<URI> from = new ArrayList<>();

    @Option(
            names = "--root",
            paramLabel = "HASH",
            description = "the file's merkle_root, where the site is not trusted")
    @Nullable
    String root;

    @Mixin
    SiteOptions options = new SiteOptions();

    private final PrintStream out;
    private final PrintStream progress;

    public GetCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException {
        var link = Link.parse(what);
        try (var client = new Client();
                var sources = new HttpSources(client.vertx(), HttpSources.Limits.defaults(), AddressRule.ANY)) {
            var site = client.site(options);
            requireComplete(link, site);
            var first = sources.of(site.file(link.fileId()), site.token());
            var manifest = Client.await(first.manifest());
            requireRoot(manifest);
            var target = target(link, manifest);
            if (Files.exists(target)) throw new Failure(target + " exists already; choose another file with -o");
            var received = link.key().isPresent() ? target.resolveSibling(target.getFileName() + SEALED) : target;
            if (!Files.exists(received)) {
                var download = new FileDownload(
                        client.vertx(),
                        Wanted.known(manifest),
                        new PartFileSink(client.vertx(), received),
                        Policy.defaults(),
                        new DownloadView(progress, Local.nameOf(target), manifest));
                download.add(first);
                // a token is only for the site that issued it
                for (var other : from) {
                    download.add(
                            sources.of(other.resolve(ApiClient.BASE + "/files/" + link.fileId()), Optional.empty()));
                }
                requireComplete(Client.await(download.start()));
            }
            out.println(link.key().isPresent() ? opened(link, manifest, received, target) : target);
            return 0;
        }
    }

    private void requireComplete(Link link, Site site) {
        var answer = Client.await(site.get("/files/" + link.fileId()));
        if (answer.status() == 404) throw new Failure("there is no " + link.fileId() + " at " + options.url);
        if (!answer.isOk()) throw new Failure(options.url + ": " + answer.problem());
        var file = answer.json();
        if (file.getString("merkle_root") == null) {
            throw new Failure("the file is not complete yet: " + file.getInteger("uploaded_chunks") + " of "
                    + file.getInteger("total_chunks") + " chunks; try again later");
        }
    }

    private void requireRoot(FileManifest manifest) {
        if (root == null) return;
        var wanted =
                ChunkHash.parse(root).orElseThrow(() -> Failure.askedWrongly("--root needs 64 hexadecimal digits"));
        if (!wanted.equals(manifest.merkleRoot())) {
            throw new Failure("the site has another file under this id: its root is " + manifest.merkleRoot());
        }
    }

    private Path target(Link link, FileManifest manifest) {
        if (output != null) return Files.isDirectory(output) ? output.resolve(name(link, manifest)) : output;
        return Path.of(name(link, manifest));
    }

    /** The name of a sealed file is part of its sealed content. */
    private static String name(Link link, FileManifest manifest) {
        return link.key().isPresent() ? link.fileId() : Local.safe(manifest.filename());
    }

    private static void requireComplete(DownloadOutcome outcome) {
        var missed =
                switch (outcome) {
                    case DownloadOutcome.Completed done -> "";
                    case DownloadOutcome.Stuck stuck ->
                        "no site has chunk " + stuck.missing().toBitSet().nextSetBit(0)
                                + "; received chunks are kept, run the same command again to resume";
                    case DownloadOutcome.Unverifiable unproved -> unproved.reason();
                    case DownloadOutcome.Stopped stopped -> "stopped; run the same command again to resume";
                };
        if (!missed.isEmpty()) throw new Failure(missed);
    }

    private Path opened(Link link, FileManifest manifest, Path received, Path target) throws IOException {
        var opening = new Opening(link, manifest.plan());
        var name = opening.name(received);
        var to = output == null || Files.isDirectory(output) ? target.resolveSibling(Local.safe(name)) : target;
        if (Files.exists(to)) throw new Failure(to + " exists already; choose another file with -o");
        opening.run(received, to);
        Files.delete(received);
        return to;
    }
}
