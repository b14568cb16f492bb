/**
 * Chat on a local network: peers find each other by UDP multicast and keep a mesh of TCP links. A state machine without
 * clock, thread, socket or random source of its own; docs/protocols/lan.md is the specification.
 */
@NullMarked
package io.bitchat.lan;

import org.jspecify.annotations.NullMarked;
