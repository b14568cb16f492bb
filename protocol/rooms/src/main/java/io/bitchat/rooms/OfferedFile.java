package io.bitchat.rooms;

/** What the sender says about its file. Neither name nor type is verified here. */
public record OfferedFile(String name, String mimeType, Chunking chunking) {}
