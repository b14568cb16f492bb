package io.bitchat.lan;

/**
 * Names a TCP connection.
 *
 * @param dialled true if this node dialled and chose the number; false if the driver accepted it and chose the number
 */
public record LinkId(boolean dialled, long number) {}
