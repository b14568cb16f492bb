package io.bitchat.lan.json;

import java.util.List;

/** Writes one JSON object without spaces and line ends. */
public final class JsonWriter {
    private final StringBuilder text = new StringBuilder(256).append('{');

    public JsonWriter field(String name, String value) {
        return name(name).string(value);
    }

    public JsonWriter field(String name, long value) {
        name(name).text.append(value);
        return this;
    }

    public JsonWriter field(String name, boolean value) {
        name(name).text.append(value);
        return this;
    }

    /** An array whose elements are texts, whole numbers or such arrays. */
    public JsonWriter field(String name, List<?> values) {
        return name(name).items(values);
    }

    /** The object. */
    public String end() {
        return text.append('}').toString();
    }

    private JsonWriter name(String name) {
        if (text.length() > 1) text.append(',');
        string(name).text.append(':');
        return this;
    }

    private JsonWriter items(List<?> values) {
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) text.append(',');
            switch (values.get(i)) {
                case String string -> string(string);
                case Long number -> text.append(number);
                case List<?> inner -> items(inner);
                default -> throw new IllegalArgumentException("no text, number or list: " + values.get(i));
            }
        }
        text.append(']');
        return this;
    }

    private JsonWriter string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                default -> {
                    if (c < ' ') text.append("\\u%04x".formatted((int) c));
                    else text.append(c);
                }
            }
        }
        text.append('"');
        return this;
    }
}
