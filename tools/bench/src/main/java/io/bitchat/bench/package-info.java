/** Measures a running suite from the outside, and the machine it runs on in the same run. */
package io.bitchat.bench;
