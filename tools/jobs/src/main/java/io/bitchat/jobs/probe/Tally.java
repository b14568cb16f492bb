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
    /** Milliseconds from the end of a socket to the next open one, each with a count. */
    private final Map<Long, AtomicLong> absences = new ConcurrentSkipListMap<>();

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong doubled = new AtomicLong();

    void requested() {
        requests.incrementAndGet();
    }

    void accepted(String messageId, String recipient) {
        accepted.put(messageId, recipient);
    }

    void failed(String what) {
        failures.computeIfAbsent(what, _ -> new AtomicLong()).incrementAndGet();
    }

    void closed(int code) {
        closes.computeIfAbsent(code, _ -> new AtomicLong()).incrementAndGet();
    }

    void back(long millis) {
        absences.computeIfAbsent(millis, _ -> new AtomicLong()).incrementAndGet();
    }

    void doubled() {
        doubled.incrementAndGet();
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

    int messages() {
        return accepted.size();
    }

    /** Longest absence of a socket in milliseconds; 0 if none was away. */
    long longestAbsence() {
        return absences.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    long comebacks() {
        return absences.values().stream().mapToLong(AtomicLong::get).sum();
    }

    Map<String, AtomicLong> failures() {
        return failures;
    }

    Map<Integer, AtomicLong> closes() {
        return closes;
    }
}
