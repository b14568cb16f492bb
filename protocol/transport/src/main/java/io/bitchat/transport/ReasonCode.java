package io.bitchat.transport;

import java.util.Locale;

/** Why something was decided, in plans, traces and answers. docs/transport.md lists all of them with remedies. */
public enum ReasonCode {
    // why a transport is a candidate, at its place
    /** The sender asked for this transport. */
    PREFERRED,
    /** There is no internet. */
    NO_INTERNET,
    /** The sender wants privacy. */
    PRIVACY,
    /** The message is for everybody. */
    BROADCAST,
    /** The battery is low. */
    LOW_BATTERY,
    /** No other rule applies. */
    STANDARD,
    /** The place in {@code transport_priority}. */
    PRIORITY,
    /** A link to the receiver is open. */
    DIRECT_LINK,
    /** The time that the message is expected to take. */
    LATENCY,
    /** How private the way is. */
    PRIVACY_RANK,
    /** What it costs in battery and data. */
    BATTERY_IMPACT,
    /** It needs no internet. */
    OFFLINE_CAPABLE,

    // why a transport is no candidate
    /** The configuration switches it off. */
    DISABLED,
    /** It does not work; its own reason says why. */
    UNAVAILABLE,
    /** It needs the internet, which is out of reach. */
    NEEDS_INTERNET,
    /** The way would be less private than required. */
    LESS_PRIVATE,
    /** The payload is larger than it can carry. */
    TOO_LARGE,
    /** It carries no message to a single receiver. */
    NO_UNICAST,
    /** It cannot broadcast, and the members to send copies to are not known. */
    MEMBERS_UNKNOWN,
    /** It does not reach the receiver now. */
    RECEIVER_UNREACHABLE,
    /** The sender accepts only another transport. */
    NOT_PREFERRED,
    /** It was tried for this message in this run. */
    ALREADY_FAILED,

    // how an attempt ended
    /** The transport took the message over. */
    SENT,
    /** The transport reported a failure. */
    SEND_FAILED,
    /** No answer within {@code failover_timeout_sec}. */
    TIMED_OUT,
    /** The transport was lost during the attempt. */
    TRANSPORT_LOST,
    /** Another attempt, or the sender, made it unnecessary. */
    SUPERSEDED,

    // why a message was not sent now, or never will be
    /** No transport could ever carry it. */
    NO_CAPABLE_TRANSPORT,
    /** None of the transports that work is private enough. */
    NO_PRIVATE_TRANSPORT,
    /** The only transport that the sender accepts does not work now. */
    PREFERRED_UNAVAILABLE,
    /** No transport works now. */
    NO_TRANSPORT_AVAILABLE,
    /** Every transport that works was tried. */
    ALL_TRANSPORTS_FAILED,
    /** {@code max_retry_attempts} attempts failed. */
    ATTEMPTS_EXHAUSTED,
    /** The attempt failed, and {@code enable_failover} is false. */
    FAILOVER_DISABLED,
    /** An earlier message to the same receiver must go first. */
    WAITS_ITS_TURN,
    /** The ttl ended before it could be handed over. */
    EXPIRED,

    // why the queue does not take a message
    /** The queue holds as many messages as it may. */
    QUEUE_FULL_MESSAGES,
    /** The queue holds as many bytes as it may. */
    QUEUE_FULL_BYTES,
    /** The queue holds as many messages of this depositor as it may. */
    DEPOSITOR_FULL_MESSAGES,
    /** The queue holds as many bytes of this depositor as it may. */
    DEPOSITOR_FULL_BYTES,
    /** The sender used the id before, for another message. */
    ID_CONFLICT,
    /** More messages wait for the disk than may. */
    QUEUE_BUSY,
    /** The disk does not take the message; it may be full. */
    STORAGE_FAILED;

    /** The code that clients see. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
