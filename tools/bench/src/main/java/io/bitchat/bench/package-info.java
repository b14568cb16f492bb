/** Measures a running suite from the outside, and in the same run the machine that it runs on. */
package io.bitchat.bench;
