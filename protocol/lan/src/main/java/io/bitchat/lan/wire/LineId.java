package io.bitchat.lan.wire;

/** Identifies a line on all nodes. */
public record LineId(StreamId stream, long sequence) {}
