package io.bitchat.edge.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Tasks for the thread of the queue; bounded in number and in bytes. */
final class Mailbox {
    private final LinkedBlockingQueue<Task> tasks;
    private final AtomicLong bytes = new AtomicLong();
    private final long maxBytes;
    private volatile boolean closed;

    Mailbox(int maxTasks, long maxBytes) {
        this.tasks = new LinkedBlockingQueue<>(maxTasks);
        this.maxBytes = maxBytes;
    }

    /** False if there is no room, or nobody takes any more. */
    boolean offer(Task task) {
        boolean fits = bytes.addAndGet(task.bytes()) <= maxBytes && tasks.offer(task);
        // whoever closes takes what is left; a task that came later is taken back here
        if (fits && !(closed && tasks.remove(task))) return true;
        bytes.addAndGet(-task.bytes());
        return false;
    }

    /** From now on nothing is accepted; what was accepted can still be taken. */
    void close() {
        closed = true;
    }

    /** Waits up to a time for a first task, then takes what is there with it; at most so many. */
    List<Task> take(int max, long patienceMillis) throws InterruptedException {
        List<Task> taken = new ArrayList<>();
        var first = tasks.poll(patienceMillis, TimeUnit.MILLISECONDS);
        if (first == null) return taken;
        taken.add(first);
        tasks.drainTo(taken, max - 1);
        for (var task : taken) bytes.addAndGet(-task.bytes());
        return taken;
    }
}
