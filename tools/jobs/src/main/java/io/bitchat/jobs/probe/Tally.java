package io.bitchat.jobs.probe;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What a probe has seen. Thread-safe. */
final class Tally {
    /** Accepted messages: id to recipient. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();
    /** Failed requests: what the client saw, to how often. */
    private final Map<String, AtomicLong> failures = new ConcurrentSkipListMap<>();
    /** Close codes of sockets, to how often. */
    private final Map<Integer, AtomicLong> closes = new ConcurrentSkipListMap<>();
    /** From the end of a socket to the next open one. */
    private final Times absences = new Times();
    /** From a message to its answer. */
    private final Times sends = new Times();

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong doubled = new AtomicLong();
    private final AtomicLong disordered = new AtomicLong();

    void requested() {
        requests.incrementAndGet();
    }

    void accepted(String messageId, String recipient, long millis) {
        accepted.put(messageId, recipient);
        sends.add(millis);
    }

    void failed(String what) {
        failures.computeIfAbsent(what, _ -> new AtomicLong()).incrementAndGet();
    }

    void closed(int code) {
        closes.computeIfAbsent(code, _ -> new AtomicLong()).incrementAndGet();
    }

    void back(long millis) {
        absences.add(millis);
    }

    void doubled() {
        doubled.incrementAndGet();
    }

    /** A message arrived after a later one of the same sender. */
    void disordered() {
        disordered.incrementAndGet();
    }

    /** Accepted messages of a recipient that are not among those that one of its sockets has received. */
    long missing(String recipient, Set<String> received) {
        return accepted.entrySet().stream()
                .filter(message -> message.getValue().equals(recipient) && !received.contains(message.getKey()))
                .count();
    }

    long requests() {
        return requests.get();
    }

    long failed() {
        return failures.values().stream().mapToLong(AtomicLong::get).sum();
    }

    long doubledCount() {
        return doubled.get();
    }

    long disorderedCount() {
        return disordered.get();
    }

    int messages() {
        return accepted.size();
    }

    Times absences() {
        return absences;
    }

    Times sends() {
        return sends;
    }

    Map<String, AtomicLong> failures() {
        return failures;
    }

    Map<Integer, AtomicLong> closes() {
        return closes;
    }
}
