package io.bitchat.terminal.chat;

import java.io.PrintStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shows lines on a thread of its own, so that a slow terminal keeps nobody waiting. What comes while 1,000 lines wait is
 * counted and not shown. Safe from any thread.
 */
final class Screen implements AutoCloseable {
    private static final int MAX_WAITING = 1_000;
    private static final int CLOSE_MILLIS = 1_000;
    private static final String REPLACEMENT = "\uFFFD";
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private final PrintStream out;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread printer = Thread.ofPlatform().daemon().name("screen").unstarted(this::print);
    private volatile boolean closing;

    Screen(PrintStream out) {
        this.out = out;
        printer.start();
    }

    void show(String line) {
        if (!waiting.offer(line)) dropped.incrementAndGet();
    }

    /**
     * What somebody else has written, without characters that move the cursor, change colours or turn the direction of the
     * text, so that nobody can pretend to be another.
     */
    static String clean(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (steers(c)) clean.append(REPLACEMENT);
            else clean.appendCodePoint(c);
        });
        return clean.toString();
    }

    private static boolean steers(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            // it joins the parts of one picture
            case Character.FORMAT -> c != ZERO_WIDTH_JOINER;
            default -> false;
        };
    }

    private void print() {
        try {
            while (!closing || !waiting.isEmpty()) {
                var line = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (line == null) continue;
                out.println(line);
                int lost = dropped.getAndSet(0);
                if (lost > 0) out.println("* " + lost + " lines came too fast and are not shown");
                out.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows what still waits. */
    @Override
    public void close() {
        closing = true;
        try {
            printer.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
