package io.bitchat.images;

import picocli.CommandLine;

/** Entry point of {@code ./bitchat images}. */
public final class Images {
    private Images() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new ImagesCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
