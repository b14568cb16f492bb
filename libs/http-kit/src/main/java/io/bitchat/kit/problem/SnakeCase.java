package io.bitchat.kit.problem;

/** Converts names to the snake case of JSON. */
final class SnakeCase {
    private SnakeCase() {}

    static String of(String camelCase) {
        var out = new StringBuilder(camelCase.length() + 8);
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c) && i > 0) out.append('_');
            out.append(Character.toLowerCase(c));
        }
        return out.toString();
    }
}
