package io.bitchat.edge.queue;

import io.bitchat.transport.Message;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Outbox;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** What the thread of the queue is asked to do. */
sealed interface Task {
    /** Number of bytes that it holds in memory while it waits. */
    default long bytes() {
        return 0;
    }

    /** Ends the task with a failure. */
    void fail(Throwable cause);

    /** Takes a message in; answered when it is on the disk. */
    record Deposit(Message message, String depositor, CompletableFuture<Deposited> done) implements Task {
        @Override
        public long bytes() {
            return message.payload().size();
        }

        @Override
        public void fail(Throwable cause) {
            done.completeExceptionally(cause);
        }
    }

    /** Lets a message go; answered when that is on the disk. */
    record Leave(BiFunction<Outbox, Instant, Optional<Finished>> decision, CompletableFuture<Boolean> done)
            implements Task {
        @Override
        public void fail(Throwable cause) {
            done.completeExceptionally(cause);
        }
    }

    /** Asks or tells the outbox something that is not stored. */
    record Ask<T>(Question<T> question, CompletableFuture<T> done) implements Task {
        /** Answered by the outbox, and by the file where a payload is needed. */
        interface Question<T> {
            T answer(Outbox outbox, Instant now) throws Exception;
        }

        void answer(Outbox outbox, Instant now) {
            try {
                done.complete(question.answer(outbox, now));
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        }

        @Override
        public void fail(Throwable cause) {
            done.completeExceptionally(cause);
        }
    }
}
