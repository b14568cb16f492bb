package io.bitchat.bench.files;

import io.bitchat.bench.Refused;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.report.Figure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** A tus 1.0 server; it is sent one chunk after the other, as the protocol requires. */
final class TusPeer implements FilePeer {
    private static final Duration LONG = Duration.ofMinutes(20);
    private static final double MUST = 0.8;
    private static final double AIM_OF_UPLOAD = 1.2;

    private final FileBench bench;
    private final URI endpoint;
    private final boolean comparable;

    /**
     * @param endpoint URL for the creation of uploads
     * @param comparable whether the suite stores chunks in a folder like a tus server; only then the ratio is judged
     */
    TusPeer(FileBench bench, URI endpoint, boolean comparable) {
        this.bench = bench;
        this.endpoint = endpoint;
        this.comparable = comparable;
    }

    @Override
    public String name() {
        return "the tus server";
    }

    @Override
    public Figure ofUpload(String figure, double ratio) {
        return comparable
                ? Figure.atLeast(figure, "", ratio, MUST).aim(AIM_OF_UPLOAD)
                : Figure.informs(figure, "", ratio);
    }

    @Override
    public Figure ofDownload(String figure, double ratio) {
        return comparable ? Figure.atLeast(figure, "", ratio, MUST) : Figure.informs(figure, "", ratio);
    }

    @Override
    public String upload(FileContent content) {
        var created = Await.result(
                bench.api()
                        .raw(
                                HttpMethod.POST,
                                endpoint.toString(),
                                Map.of("tus-resumable", "1.0.0", "upload-length", Long.toString(content.size())),
                                Buffer.buffer(),
                                "location"),
                LONG);
        if (created.getKey() != 201) throw new Refused("the tus server answered " + created.getKey());
        var location = endpoint.resolve(created.getValue()).toString();
        Await.result(
                Bounded.all(bench.driver().loop(), content.chunks(), 1, index -> patch(location, content, index)),
                LONG);
        return location;
    }

    private Future<?> patch(String location, FileContent content, int index) {
        var headers = Map.of(
                "tus-resumable",
                "1.0.0",
                "content-type",
                "application/offset+octet-stream",
                "upload-offset",
                Long.toString((long) index * FileContent.CHUNK));
        return bench.api()
                .raw(HttpMethod.PATCH, location, headers, content.chunk(index), "upload-offset")
                .compose(answer -> answer.getKey() == 204
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Refused("the tus server answered " + answer.getKey())));
    }

    @Override
    public void download(String location, FileContent content) {
        Await.result(bench.api().download(location, content), LONG);
    }

    @Override
    public void delete(String location) {
        Await.result(
                bench.api()
                        .raw(
                                HttpMethod.DELETE,
                                location,
                                Map.of("tus-resumable", "1.0.0"),
                                Buffer.buffer(),
                                "location"),
                LONG);
    }
}
