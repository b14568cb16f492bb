/** The binary frame of a chunk: docs/protocols/rooms.md, section 5. The same bytes go over the relay and directly. */

const HEADER = 53;
const VERSION_AND_KIND = 0x11;

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** A chunk as a message. */
export async function encode(id, index, content) {
  const message = new Uint8Array(HEADER + content.length);
  message[0] = VERSION_AND_KIND;
  id.replaceAll('-', '').match(/../g).forEach((byte, at) => { message[1 + at] = parseInt(byte, 16); });
  new DataView(message.buffer).setUint32(17, index);
  message.set(await sha256(content), 21);
  message.set(content, HEADER);
  return message;
}

/** The chunk of a message, and whether its hash is right; null if it is no chunk. */
export async function decode(buffer) {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength <= HEADER) return null;
  const bytes = new Uint8Array(buffer);
  if (bytes[0] !== VERSION_AND_KIND) return null;
  const content = bytes.subarray(HEADER);
  return {
    id: idOf(buffer),
    index: new DataView(buffer).getUint32(17),
    content,
    isRight: hex(await sha256(content)) === hex(bytes.subarray(21, HEADER)),
  };
}

/** The id of the transfer that a message belongs to. */
export function idOf(buffer) {
  return hex(new Uint8Array(buffer, 1, 16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
