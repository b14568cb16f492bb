package io.bitchat.system.operation;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Content;
import io.bitchat.system.suite.FileClient;
import io.bitchat.system.suite.Suite;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Uses a suite until it is closed: sends messages, and uploads files and deletes them again. */
final class Use implements AutoCloseable {
    private final Client client;
    private final FileClient files;
    private final CountDownLatch begun = new CountDownLatch(2);
    private final Thread sender = Thread.ofPlatform().daemon().unstarted(this::send);
    private final Thread uploader = Thread.ofPlatform().daemon().unstarted(this::upload);
    private volatile boolean closed;
    private volatile Throwable failure;

    Use(Suite suite) throws InterruptedException {
        client = new Client(suite.url());
        files = new FileClient(suite);
        sender.start();
        uploader.start();
        if (!begun.await(30, TimeUnit.SECONDS)) throw new AssertionError("the suite cannot be used", failure);
    }

    private void send() {
        var from = Client.someone("sender");
        var to = Client.someone("receiver");
        try {
            while (!closed) {
                if (client.send(from, to, "while the backup runs").status() != 201) throw new AssertionError("refused");
                begun.countDown();
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
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
