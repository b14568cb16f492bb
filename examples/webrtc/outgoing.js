/** A file that this page sends: directly while the receiver asks for it there, over the relay once it accepts there. */
import { Direct } from './direct.js';
import { ChunkReader } from './file-io.js';
import { CHUNK, Transfer, messageOf } from './transfer.js';
import { encode } from './wire.js';

/** Bytes that may wait in the channel, and below which it is filled again. */
const CHANNEL_FULL = 1024 * 1024;
const CHANNEL_LOW = 256 * 1024;
/** Bytes that the receiver may not have confirmed: what comes too fast would fill its memory. */
const UNCONFIRMED = 8 * 1024 * 1024;

export class Outgoing extends Transfer {
  isOutgoing = true;
  #file;
  #reader;
  #direct = null;
  #channel = null;
  /** Raised when sending begins anew; what is under way for an older one is dropped. */
  #round = 0;
  #credits = 0;
  #missing = [];
  #isPumping = false;
  #hash;

  constructor(room, file, other, settings) {
    const session = crypto.randomUUID();
    super({ room, session, other, name: file.name, type: file.type, size: file.size, chunkSize: CHUNK, settings });
    this.#file = file;
    this.#reader = new ChunkReader(file, CHUNK);
    this.#hash = hashOf(file);
    this.#hash.then((hash) => { this.sha256 = hash; this.changed(); }, () => {});
  }

  offer() {
    this.saySurely('file-share-offer', {
      receiver_id: this.other,
      filename: this.name,
      mime_type: this.type || 'application/octet-stream',
      file_size: this.size,
      chunk_size: this.chunkSize,
    });
  }

  heard(frame) {
    if (['offer', 'answer', 'ice-candidate'].includes(frame.type)) return this.#signalled(frame);
    if (this.isOver || frame.transfer_id !== this.id) return;
    switch (frame.type) {
      case 'file-share-accept': return this.#relayBegins();
      case 'file-share-credit': return this.#credited(frame);
      case 'file-share-retransmit': this.#missing.unshift([frame.chunk_index, frame.chunk_index]); return this.#pump();
      case 'file-share-pause': return this.heardPause(frame, true);
      case 'file-share-resume': return this.heardPause(frame, false);
      case 'file-share-progress':
        if (this.way === 'relay') this.progressed(this.first + frame.chunks_received);
        return;
      case 'file-share-complete': return this.#done();
      case 'file-share-reject': return this.#end('cancelled', `${this.other} refused it: ${frame.reason}`);
      case 'file-share-cancel':
        if (this.way === 'direct' && frame.status === 'expired') return;
        return this.#end(frame.status === 'failed' ? 'failed' : 'cancelled', frame.reason);
      case 'error': return this.#refused(frame);
      default:
    }
  }

  #refused(frame) {
    if (frame.code === 'not_present' || frame.code === 'no_credit') return;
    if (this.state === 'offered') this.#end('failed', `${frame.detail} (${frame.code})`);
    else { this.detail = `${frame.detail} (${frame.code})`; this.changed(); }
  }

  cancel() {
    if (this.isOver) return;
    this.saySurely('file-share-cancel', { reason: 'cancelled by the sender' });
    this.#end('cancelled', 'by you');
  }

  #done() {
    this.progressed(this.total);
    this.#end('done');
  }

  #end(state, detail = '') {
    this.become(state, detail);
    this.#closeDirect();
    this.#missing = [];
  }

  // --- the direct way

  #signalled(frame) {
    if (frame.from !== this.other || this.isOver) return;
    if (frame.relay) return this.#goOnByRelay(frame.relay);
    if (this.way === 'relay') return;
    if (this.settings.relay) return void this.signal({ type: 'answer', only_relay: true });
    if (!this.#direct) {
      if (frame.type !== 'offer') return;
      this.become('connecting');
      this.#direct = new Direct({
        isPolite: false,
        signal: (signal) => this.signal(signal),
        stun: this.settings.stun,
        dropsCandidates: this.settings.dropsCandidates,
        onChannel: (channel) => this.#opened(channel),
        // the receiver notices it too, and decides how to go on
        onFailed: () => {},
      });
    }
    this.#direct.heard(frame);
  }

  #opened(channel) {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = CHANNEL_LOW;
    channel.onmessage = ({ data }) => this.#heardDirectly(JSON.parse(data));
  }

  #heardDirectly(message) {
    switch (message.type) {
      case 'get':
        this.way = 'direct';
        this.become('active');
        this.#sendDirectly(message.from).catch((failure) => {
          if (!this.isOver && this.way === 'direct') this.#readFailed(failure);
        });
        return;
      case 'have': return this.progressed(message.chunks);
      case 'pause': return this.pausedByOther(true);
      case 'resume': return this.pausedByOther(false);
      case 'done':
        // the offer is still open for the service
        this.saySurely('file-share-cancel', { reason: 'sent directly' });
        return this.#done();
      case 'failed':
        this.saySurely('file-share-cancel', { reason: message.reason });
        return this.#end('failed', message.reason);
      default:
    }
  }

  async #sendDirectly(from) {
    const round = ++this.#round;
    const channel = this.#channel;
    if (this.chunkSize + 53 > this.#direct.maxMessage) throw new Error('the other browser takes no such long messages');
    const goesOn = () => round === this.#round && channel.readyState === 'open';
    for (let index = from; index < this.total; index++) {
      const message = await encode(this.session, index, await this.#reader.read(index));
      while (goesOn() && (this.isPaused || (index - this.have) * this.chunkSize > UNCONFIRMED)) await this.#change();
      while (goesOn() && channel.bufferedAmount > CHANNEL_FULL) await low(channel);
      if (!goesOn()) return;
      channel.send(message);
    }
    const sha256 = await this.#hash;
    if (goesOn()) channel.send(JSON.stringify({ type: 'end', sha256 }));
  }

  #change() {
    return new Promise((resolve) => { this.addEventListener('change', resolve, { once: true }); });
  }

  tellPause(isPaused) {
    if (this.way === 'relay') super.tellPause(isPaused);
    else if (this.#channel?.readyState === 'open') this.#channel.send(JSON.stringify({ type: isPaused ? 'pause' : 'resume' }));
  }

  #closeDirect() {
    this.#round++;
    this.#direct?.close();
    this.#direct = null;
    this.#channel = null;
    this.changed();
  }

  // --- the relay

  /** The receiver has a part of the file: only the rest is offered to the service. */
  #goOnByRelay({ transfer_id: id, first_chunk: first }) {
    if (this.id === id || first > this.total) return;
    this.#closeDirect();
    this.saySurely('file-share-cancel', { reason: 'goes on over the relay' });
    this.room.transfers.delete(this.id);
    this.id = id;
    this.first = first;
    this.room.transfers.set(id, this);
    this.become('connecting', 'goes on over the relay');
    this.saySurely('file-share-offer', {
      receiver_id: this.other,
      filename: this.name,
      // a part of a file does not begin as its type says
      mime_type: 'application/octet-stream',
      file_size: this.size - Math.min(first * this.chunkSize, this.size),
      chunk_size: this.chunkSize,
    });
  }

  #relayBegins() {
    this.#closeDirect();
    this.way = 'relay';
    this.become('active');
    if (this.pausedBy.me) this.say('file-share-pause');
    this.settlePause();
    this.#hash.then((sha256) => this.signal({ type: 'answer', sha256 }), () => {});
  }

  #credited(frame) {
    if (frame.missing) {
      this.#round++;
      this.#credits = 0;
      this.#missing = frame.missing.map((range) => [...range]);
    }
    this.#credits += frame.credits;
    this.#pump();
  }

  async #pump() {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (this.#credits > 0 && this.#missing.length > 0 && !this.isOver) await this.#sendNext();
    } catch (failure) {
      this.#readFailed(failure);
    } finally {
      this.#isPumping = false;
    }
  }

  async #sendNext() {
    const round = this.#round;
    const range = this.#missing[0];
    const index = range[0];
    const message = await encode(this.id, index, await this.#reader.read(this.first + index));
    if (round !== this.#round || range !== this.#missing[0]) return;
    if (++range[0] > range[1]) this.#missing.shift();
    this.#credits--;
    if (!this.room.sendChunk(message)) this.#credits = 0;
  }

  #readFailed(failure) {
    this.saySurely('file-share-cancel', { reason: 'the file cannot be read any more' });
    this.#end('failed', messageOf(failure));
  }
}

function low(channel) {
  return new Promise((resolve) => {
    const done = () => {
      channel.removeEventListener('bufferedamountlow', done);
      channel.removeEventListener('close', done);
      resolve();
    };
    channel.addEventListener('bufferedamountlow', done);
    channel.addEventListener('close', done);
  });
}

function hashOf(file) {
  return new Promise((resolve, reject) => {
    const worker = new Worker('hash-worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => { resolve(data); worker.terminate(); };
    worker.onerror = (event) => { reject(new Error(event.message)); worker.terminate(); };
    worker.postMessage(file);
  });
}
