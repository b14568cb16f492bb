/**
 * The public event contract of the suite: what happened, as immutable records of JDK types.
 *
 * <p>On the wire each event is a CloudEvents 1.0 message in Kafka binary mode: the record is the JSON value with
 * {@code snake_case} names, the attributes are {@code ce_*} headers. {@code docs/events.md} is the guide for consumers
 * in any language.
 */
@NullMarked
package io.bitchat.contracts;

import org.jspecify.annotations.NullMarked;
