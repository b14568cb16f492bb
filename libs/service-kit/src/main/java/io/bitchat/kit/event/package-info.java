/** Events on the wire: CloudEvents 1.0 in Kafka binary mode. */
@NullMarked
package io.bitchat.kit.event;

import org.jspecify.annotations.NullMarked;
