/** Reads a file chunk by chunk, and writes one. */

const BLOCK = 1024 * 1024;
const LARGE = 100 * 1024 * 1024;

/** Reads ahead: one request for each chunk would be slow. */
export class ChunkReader {
  #file;
  #size;
  #block = null;
  #from = 0;

  constructor(file, chunkSize) {
    this.#file = file;
    this.#size = chunkSize;
  }

  async read(index) {
    const from = index * this.#size;
    const to = Math.min(from + this.#size, this.#file.size);
    if (this.#block === null || from < this.#from || to > this.#from + this.#block.length) {
      const end = Math.max(to, from + BLOCK);
      this.#block = new Uint8Array(await this.#file.slice(from, end).arrayBuffer());
      this.#from = from;
    }
    return this.#block.subarray(from - this.#from, to - this.#from);
  }
}

/** Keeps the file in a Blob, which the browser may move to a disk. */
class BlobSink {
  #parts = [];
  #recent = [];
  #bytes = 0;

  constructor(type) {
    this.type = type;
  }

  async write(bytes) {
    this.#recent.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= 16 * BLOCK) this.#gather();
  }

  #gather() {
    this.#parts.push(new Blob(this.#recent));
    this.#recent = [];
    this.#bytes = 0;
  }

  /** The address under which the file can be saved. */
  async close() {
    this.#gather();
    return URL.createObjectURL(new Blob(this.#parts, { type: this.type }));
  }

  async abort() {
    this.#parts = [];
    this.#recent = [];
  }
}

/** Writes the file where the user wants it. */
class DiskSink {
  constructor(stream) {
    this.stream = stream;
  }

  write(bytes) {
    return this.stream.write(bytes);
  }

  async close() {
    await this.stream.close();
    return null;
  }

  abort() {
    return this.stream.abort();
  }
}

/** Where to put a file; asks the user about a large one. Must be called while a click is handled. */
export async function sinkFor(name, type, size) {
  if (size >= LARGE && 'showSaveFilePicker' in window) {
    const handle = await window.showSaveFilePicker({ suggestedName: name });
    return new DiskSink(await handle.createWritable());
  }
  return new BlobSink(type);
}
