package io.bitchat.files.inspect;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** Has files scanned for malware by a clamd, if one is configured. */
@ApplicationScoped
public class Scanner {
    private static final Pattern ADDRESS = Pattern.compile("\\[?([^\\[\\]]+)]?:([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;
    private static final int CONNECT_MILLIS = 10_000;

    private final Vertx vertx;
    private final Optional<SocketAddress> address;
    private final Duration timeout;
    private final NetClient client;

    Scanner(InspectionConfig config, Vertx vertx) {
        this.vertx = vertx;
        this.address = config.scanner().map(Scanner::parse);
        this.timeout = config.scannerTimeout();
        int connectMillis = (int) Math.min(CONNECT_MILLIS, timeout.toMillis());
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(connectMillis));
    }

    private static SocketAddress parse(String text) {
        var match = ADDRESS.matcher(text.strip());
        if (!match.matches() || Integer.parseInt(match.group(2)) > MAX_PORT)
            throw new IllegalArgumentException("bitchat.transfers.scanner must be host:port, and is " + text);
        return SocketAddress.inetSocketAddress(Integer.parseInt(match.group(2)), match.group(1));
    }

    /** Whether files are scanned at all; if not, no chunk need be held back. */
    public boolean isConfigured() {
        return address.isPresent();
    }

    /**
     * Scans a file. Without a scanner it is clean, and nothing is read. Fails only if the content cannot be read.
     *
     * @param chunks number of chunks
     * @param content gives the content of a chunk; asked for one after the other, as fast as the scanner takes them
     */
    public Uni<Verdict> scan(int chunks, IntFunction<Uni<Buffer>> content) {
        if (address.isEmpty()) return Uni.createFrom().item(new Verdict.Clean());
        return Uni.createFrom().completionStage(() -> client.connect(address.get())
                .compose(
                        socket -> new Scan(vertx, socket, timeout).run(chunks, content),
                        failure -> Future.<Verdict>succeededFuture(
                                new Verdict.Failed("no connection: " + failure.getMessage())))
                .toCompletionStage());
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
