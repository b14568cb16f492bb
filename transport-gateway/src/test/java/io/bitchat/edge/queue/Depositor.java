package io.bitchat.edge.queue;

import io.bitchat.crypto.Bytes;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.outbox.Holder;
import io.bitchat.transport.outbox.OutboxLimits;
import io.bitchat.transport.outbox.RetryPause;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Semaphore;

/**
 * A process that uses a queue until it is killed: deposits messages, hands some over, and prints a line for each answer,
 * {@code stored ID} and {@code left ID}. Arguments: the file, and the number of the first message.
 */
final class Depositor {
    private static final int IN_FLIGHT = 64;
    /** So that some messages stay and some leave. */
    private static final int LEAVING = 3;

    private Depositor() {}

    static MessageKey key(long number) {
        return new MessageKey("alice", "m" + number, "bob");
    }

    static DiskQueue.Setup setup(Path file) {
        var limits = new OutboxLimits(
                1_000_000,
                1L << 40,
                1_000_000,
                1L << 40,
                1_000_000,
                OutboxLimits.defaults().remembered());
        return new DiskQueue.Setup(file, limits, RetryPause.defaults(), InstantSource.system(), new Random());
    }

    public static void main(String[] args) throws Exception {
        try (var queue = DiskQueue.open(setup(Path.of(args[0])))) {
            queue.begin(new Silent());
            var room = new Semaphore(IN_FLIGHT);
            for (long i = Long.parseLong(args[1]); ; i++) {
                long number = i;
                room.acquire();
                var message = Message.of(key(number), Bytes.copyOf(new byte[200]), Instant.now());
                queue.deposit(message, "alice").whenComplete((done, failure) -> {
                    room.release();
                    if (failure == null) say(done, number);
                });
                if (number % LEAVING == 0) handOverOne(queue);
            }
        }
    }

    private static void say(Deposited done, long number) {
        System.out.println((done instanceof Deposited.Stored ? "stored " : done + " ") + number);
    }

    private static void handOverOne(DiskQueue queue) {
        var _ = queue.next(1)
                .thenAccept(next -> next.forEach(one -> {
                    var key = one.message().key();
                    var _ = queue.handedOver(key, new Holder.Receiver()).thenAccept(was -> {
                        if (was) System.out.println("left " + key.id().substring(1));
                    });
                }));
    }
}
