package io.bitchat.system.messages;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends and reads group messages, and uploads and downloads files, sequentially with pauses. */
final class OtherTraffic implements AutoCloseable {
    private final Client client;
    private final FileClient fileClient;
    private final String alice = Client.someone("alice");
    private final String group;
    private final byte[] content = Content.of(3 * Content.MEBIBYTE + 1, 3);
    private final AtomicInteger groupMessages = new AtomicInteger();
    private final AtomicInteger files = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open = true;

    OtherTraffic(Suite suite) {
        client = new Client(suite.url());
        fileClient = new FileClient(suite);
        group = client.post(
                        "/groups",
                        Map.of("name", "n", "created_by", alice, "initial_members", List.of(Client.someone("bob"))))
                .body()
                .path("group_id")
                .asText();
        threads.add(Thread.ofVirtual().start(() -> repeat(this::say, Duration.ofMillis(20))));
        threads.add(Thread.ofVirtual().start(() -> repeat(this::transfer, Duration.ofMillis(300))));
    }

    int groupMessages() {
        return groupMessages.get();
    }

    int files() {
        return files.get();
    }

    /** Unexpected answers. */
    List<String> failures() {
        return failures;
    }

    private boolean say() {
        int said = groupMessages.get();
        var answer = said % 10 == 9
                ? client.get("/groups/" + group + "/messages?limit=100")
                : client.post("/groups/" + group + "/messages", Map.of("from_peer_id", alice, "content", "m" + said));
        groupMessages.incrementAndGet();
        return answer.status() / 100 == 2;
    }

    private boolean transfer() throws IOException, InterruptedException {
        var file = fileClient.upload("f", content);
        boolean same = Arrays.equals(fileClient.download(file).body(), content);
        files.incrementAndGet();
        return same;
    }

    private void repeat(Callable<Boolean> act, Duration pause) {
        while (open) {
            try {
                if (!act.call()) failures.add("refused, or not what was sent");
                LockSupport.parkNanos(pause.toNanos());
            } catch (AssertionError | UncheckedIOException | IOException e) {
                failures.add(e.toString());
            } catch (Exception e) {
                failures.add(e.toString());
                return;
            }
        }
    }

    @Override
    public void close() {
        open = false;
        for (var thread : threads) {
            try {
                thread.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
