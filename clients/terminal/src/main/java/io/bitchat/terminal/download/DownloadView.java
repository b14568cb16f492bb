package io.bitchat.terminal.download;

import io.bitchat.chunks.download.SourceState;
import io.bitchat.terminal.ProgressBar;
import io.bitchat.transfer.DownloadListener;
import io.bitchat.transfer.DownloadProgress;
import io.bitchat.transfer.FileManifest;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Displays a download: the progress bar, and sources that failed. */
final class DownloadView implements DownloadListener {
    private final PrintStream out;
    private final String name;
    private final FileManifest file;
    private @Nullable ProgressBar bar;

    DownloadView(PrintStream out, String name, FileManifest file) {
        this.out = out;
        this.name = name;
        this.file = file;
    }

    @Override
    public void begun(FileManifest manifest, int chunksHereAlready) {
        bar = new ProgressBar(
                out, ProgressBar.isTerminal(), name, manifest.plan().fileSize(), bytes(chunksHereAlready));
    }

    @Override
    public void progress(DownloadProgress now) {
        if (bar == null) return;
        var note = now.sources().size() > 1
                ? "from " + active(now) + " of " + now.sources().size()
                : "";
        bar.at(bytes(now.chunks()), note);
        if (now.chunks() == now.totalChunks()) {
            bar.end();
            bar = null;
        }
    }

    private static long active(DownloadProgress now) {
        return now.sources().stream().filter(source -> source.inFlight() > 0).count();
    }

    /** Caps the sum at the file size, because the last chunk may be short. */
    private long bytes(int chunks) {
        return Math.min(file.plan().fileSize(), (long) chunks * file.plan().chunkSize());
    }

    @Override
    public void demoted(String source, SourceState state, String reason) {
        out.println((ProgressBar.isTerminal() ? "\r\033[2K" : "") + source + ": " + reason);
    }
}
