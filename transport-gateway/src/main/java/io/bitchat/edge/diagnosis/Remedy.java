package io.bitchat.edge.diagnosis;

import java.util.List;

/**
 * What to do about a fault.
 *
 * @param commands of a shell, one of which or all of which do it; empty if the text says all
 */
public record Remedy(String text, List<String> commands) {
    public Remedy {
        commands = List.copyOf(commands);
    }

    static Remedy of(String text) {
        return new Remedy(text, List.of());
    }
}
