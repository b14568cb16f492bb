package io.bitchat.system.operation;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.Suite;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Uses a suite until it is closed: sends messages to a peer and to a group, and uploads files and deletes them again. */
final class Use implements AutoCloseable {
    private final Client client;
    private final FileClient files;
    private final CountDownLatch begun = new CountDownLatch(2);
    private final Thread sender = Thread.ofPlatform().daemon().unstarted(this::send);
    private final Thread uploader = Thread.ofPlatform().daemon().unstarted(this::upload);
    private final String from = Client.someone("sender");
    private final String to = Client.someone("receiver");
    private final String group;
    private volatile boolean closed;
    private volatile Throwable failure;

    Use(Suite suite) throws InterruptedException {
        client = new Client(suite.url());
        files = new FileClient(suite);
        group = client.post("/groups", Map.of("name", "Use", "created_by", from, "initial_members", List.of(to)))
                .body()
                .path("group_id")
                .asText();
        sender.start();
        uploader.start();
        if (!begun.await(30, TimeUnit.SECONDS)) throw new AssertionError("the suite cannot be used", failure);
    }

    private void send() {
        try {
            while (!closed) {
                sent(client.send(from, to, "while the backup runs"));
                sent(client.post("/groups/" + group + "/messages", Map.of("from_peer_id", from, "content", "to all")));
                begun.countDown();
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private static void sent(Client.Answer answer) {
        if (answer.status() != 201)
            throw new AssertionError("refused: " + answer.raw().body());
    }

    /** The group that is written to, as a path. */
    String group() {
        return "/groups/" + group;
    }

    /** Who receives all messages. */
    String receiver() {
        return to;
    }

    private void upload() {
        var bytes = Content.of(Content.MEBIBYTE + 9, 5);
        try {
            while (!closed) {
                var file = files.upload("passing.bin", bytes);
                client.call("DELETE", "/files/" + file, null);
                begun.countDown();
            }
        } catch (Exception | AssertionError e) {
            failure = e;
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        sender.join();
        uploader.join();
        if (failure != null) throw new AssertionError("the suite refused its users while it was backed up", failure);
    }
}
