/** The topics of the suite, and how a Kafka is given them. */
@NullMarked
package io.bitchat.topics;

import org.jspecify.annotations.NullMarked;
