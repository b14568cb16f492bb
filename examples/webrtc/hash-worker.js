/** Hashes a file beside the page, so that the page stays responsive. */
import { Sha256 } from './sha256.js';

const STEP = 4 * 1024 * 1024;

onmessage = async ({ data: file }) => {
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += STEP) {
    hash.update(new Uint8Array(await file.slice(at, at + STEP).arrayBuffer()));
  }
  postMessage(hash.hex());
};
