package io.bitchat.kit.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Values of variables in files, as containers mount secrets: {@code BITCHAT_X_FILE} names a file, whose text, without
 * surrounding white space, is the value of {@code BITCHAT_X}. The variable {@code BITCHAT_X} itself wins. A value in a file
 * does not show in the list of a process's variables.
 */
public final class FileVariables implements ConfigSource {
    private static final String PREFIX = "BITCHAT_";
    private static final String SUFFIX = "_FILE";
    /** Below the environment, which has 300. */
    private static final int ORDINAL = 295;

    private final Map<String, String> environment;

    /** Reads the environment of this process. */
    public FileVariables() {
        this(System.getenv());
    }

    FileVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Set<String> getPropertyNames() {
        return environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @throws UncheckedIOException if the file cannot be read: the service must not start with another value */
    @Override
    public @Nullable String getValue(String name) {
        var file = name.startsWith(PREFIX) ? environment.get(name + SUFFIX) : null;
        if (file == null || file.isBlank()) return null;
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the file that " + name + SUFFIX + " names: " + file, e);
        }
    }

    @Override
    public String getName() {
        return "files named by BITCHAT_*_FILE";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
