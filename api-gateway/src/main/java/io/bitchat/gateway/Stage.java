package io.bitchat.gateway;

/** How far the gateway is with stopping. */
enum Stage {
    SERVING,
    /** Still serves, but asks callers to connect elsewhere: readiness is DOWN, and each answer closes its connection. */
    LEAVING,
    /** Refuses new requests; those in flight finish. */
    REFUSING
}
