package io.bitchat.bench.files;

import io.bitchat.bench.load.Await;
import io.bitchat.bench.load.Bounded;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** An upload that is cut off several times in the middle of a chunk, asks which chunks are stored, and resumes. */
final class FileResume {
    private static final int CUTS = 5;
    private static final int MOST_MIB = 256;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FileBench bench;

    FileResume(FileBench bench) {
        this.bench = bench;
    }

    void run(Report report) {
        var peer = bench.peer();
        int mib = Math.min(MOST_MIB, bench.plan().mib());
        var content = bench.content(mib);
        var random = new Random(1);
        var id = Await.result(bench.begin(peer, content.size()), PATIENCE);
        Set<Integer> acknowledged = new HashSet<>();
        long again = 0;
        long asked = 0;
        long broken = 0;
        for (int round = 0; round <= CUTS; round++) {
            var states = Await.result(bench.api().states(peer, id), PATIENCE).body();
            if (round > 0) asked += states.length();
            var missing = missing(states.toJsonArray());
            again += missing.stream().filter(acknowledged::contains).count() * FileContent.CHUNK;
            var now = missing.subList(0, round == CUTS ? missing.size() : missing.size() / 2);
            Await.result(
                    Bounded.all(bench.driver().loop(), now.size(), bench.plan().inFlight(), i -> bench.send(
                                    peer, id, now.get(i), content)
                            .onSuccess(_ -> acknowledged.add(now.get(i)))),
                    PATIENCE);
            if (round == CUTS) break;
            int index = missing.get(now.size());
            int part = 8 + random.nextInt(FileContent.CHUNK - 8);
            broken += part;
            Await.result(
                    bench.api()
                            .cut(
                                    peer,
                                    id,
                                    index,
                                    content.part((long) index * FileContent.CHUNK, part),
                                    FileContent.CHUNK),
                    PATIENCE);
        }
        Await.result(bench.api().download(peer, id, content), PATIENCE);
        var name = "%d MiB cut off %d times".formatted(mib, CUTS);
        report.add(List.of(
                Figure.atMost(name + ", sent again or asked for", "%", 100.0 * (again + asked) / content.size(), 0.1),
                Figure.informs(name + ", cut off with the connection", "%", 100.0 * broken / content.size())));
    }

    private static List<Integer> missing(JsonArray states) {
        return IntStream.range(0, states.size())
                .mapToObj(states::getJsonObject)
                .filter(state -> !state.getBoolean("uploaded"))
                .map(FileResume::indexOf)
                .toList();
    }

    private static Integer indexOf(JsonObject state) {
        return state.getInteger("chunk_index");
    }
}
