package io.bitchat.crypto.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Parses the patterns of {@link PatternTable}, and applies psk modifiers. */
final class PatternReader {
    private static final Pattern NAME = Pattern.compile("([A-Z0-9]+)((?:psk\\d(?:\\+psk\\d)*)?)");
    private static final Pattern ARROWS = Pattern.compile("\\s*(?:->|<-)\\s*");

    private PatternReader() {}

    static NoisePattern read(String name) {
        var parts = NAME.matcher(name);
        var line = parts.matches() ? PatternTable.PATTERNS.get(parts.group(1)) : null;
        if (line == null) throw new IllegalArgumentException("no such pattern: " + name);
        var dots = line.indexOf("...");
        var before = dots < 0 ? "" : line.substring(0, dots);
        var messages = messages(dots < 0 ? line : line.substring(dots + 3));
        modify(messages, parts.group(2));
        var preShared = new NoisePattern.PreShared(before.contains("-> s"), before.contains("<- s"));
        return new NoisePattern(
                name, preShared, messages.stream().map(List::copyOf).toList());
    }

    private static List<List<Token>> messages(String text) {
        var messages = new ArrayList<List<Token>>();
        ARROWS.splitAsStream(text).filter(part -> !part.isBlank()).forEach(part -> messages.add(tokens(part)));
        return messages;
    }

    private static List<Token> tokens(String message) {
        var tokens = new ArrayList<Token>();
        for (String word : message.strip().split(" ", -1)) tokens.add(Token.valueOf(word.toUpperCase(Locale.ROOT)));
        return tokens;
    }

    /** Noise rev 34 §9.4: psk0 begins the first message, pskN ends the Nth. */
    private static void modify(List<List<Token>> messages, String modifiers) {
        Arrays.stream(modifiers.split("\\+", -1))
                .filter(modifier -> !modifier.isEmpty())
                .forEach(modifier -> {
                    int place = modifier.charAt(3) - '0';
                    if (place > messages.size()) throw new IllegalArgumentException("no message for " + modifier);
                    if (place == 0) messages.getFirst().addFirst(Token.PSK);
                    else messages.get(place - 1).addLast(Token.PSK);
                });
    }
}
