/**
 * A file that is offered to this page. The receiver decides how it comes: directly if a channel opens in time, else over
 * the relay, from the first chunk that it does not have.
 */
import { Direct } from './direct.js';
import { sinkFor } from './file-io.js';
import { Sha256 } from './sha256.js';
import { Transfer, messageOf } from './transfer.js';
import { decode } from './wire.js';

const WINDOW = 1024 * 1024;
/** Chunks after which the sender is told how far this page is. */
const CONFIRM_EACH = 16;
/** How long to wait for the hash of the whole file, and for a new offer of the sender. */
const HASH_WITHIN = 15_000;
const OFFER_WITHIN = 5_000;
const ASK_TIMES = 6;

export class Incoming extends Transfer {
  isOutgoing = false;
  address = null;
  #sink = null;
  #hash = new Sha256();
  #direct = null;
  #channel = null;
  #timer = null;
  #lastChunk = 0;
  /** What comes is handled in order; the credits bound how much waits. */
  #work = Promise.resolve();
  #toCredit = 0;
  #generation = 0;
  #expected = null;
  #hashOfSender = Promise.withResolvers();

  constructor(room, offer, settings) {
    super({
      room,
      session: offer.transfer_id,
      other: offer.sender_id,
      name: offer.filename,
      type: offer.mime_type ?? 'application/octet-stream',
      size: offer.file_size,
      chunkSize: offer.chunk_size,
      settings,
    });
  }

  async accept() {
    if (this.state !== 'offered' || this.#sink) return;
    try {
      this.#sink = await sinkFor(this.name, this.type, this.size);
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      throw failure;
    }
    this.become('connecting');
    if (this.settings.relay) this.#acceptRelay();
    else this.#tryDirect();
  }

  reject() {
    if (this.state !== 'offered') return;
    this.saySurely('file-share-reject', { reason: 'not wanted' });
    this.#end('cancelled', 'by you');
  }

  cancel() {
    if (this.isOver) return;
    this.saySurely(this.way === 'relay' ? 'file-share-cancel' : 'file-share-reject', { reason: 'cancelled by the receiver' });
    this.#end('cancelled', 'by you');
  }

  heard(frame) {
    if (['offer', 'answer', 'ice-candidate'].includes(frame.type)) return this.#signalled(frame);
    if (this.isOver || frame.transfer_id !== this.id) return;
    switch (frame.type) {
      case 'file-share-offer': return this.#offeredAgain(frame);
      case 'file-share-pause': return this.heardPause(frame, true);
      case 'file-share-resume': this.#credit(0); return this.heardPause(frame, false);
      case 'file-share-cancel':
        // the service forgets an offer after an hour; a direct transfer does not need it
        if (this.way === 'direct' && frame.status === 'expired') return;
        if (this.state === 'checking' || this.#expected) return;
        return this.#end(frame.status === 'failed' ? 'failed' : 'cancelled', frame.reason);
      case 'error': return this.#refused(frame);
      default:
    }
  }

  #refused(frame) {
    if (frame.code === 'not_present') {
      if (this.state === 'connecting' && !this.way) this.#fallBack('the sender is not in the room with a browser');
    } else if (frame.code !== 'bad_credit') {
      this.#end('failed', `${frame.detail} (${frame.code})`);
    }
  }

  #end(state, detail = '') {
    this.become(state, detail);
    clearTimeout(this.#timer);
    this.#closeDirect();
    if (state !== 'done') this.#sink?.abort().catch(() => {});
  }

  // --- the direct way

  #tryDirect() {
    this.#direct = new Direct({
      isPolite: true,
      signal: (signal) => this.signal(signal),
      stun: this.settings.stun,
      dropsCandidates: this.settings.dropsCandidates,
      onChannel: () => {},
      onFailed: () => this.#fallBack('no way between the browsers'),
    });
    const channel = this.#direct.open(this.session);
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.onopen = () => this.#opened(channel);
    channel.onclose = () => { if (this.#channel === channel) this.#fallBack('the direct way broke'); };
    channel.onmessage = ({ data }) => {
      if (this.#channel !== channel) return;
      if (typeof data === 'string') this.#heardDirectly(JSON.parse(data));
      else this.#enqueue(data);
    };
    this.#timer = setTimeout(() => this.#fallBack('the direct way did not open in time'), this.settings.within);
  }

  #opened(channel) {
    clearTimeout(this.#timer);
    this.way = 'direct';
    this.become('active');
    this.#lastChunk = performance.now();
    channel.send(JSON.stringify({ type: 'get', from: this.have }));
    this.#watch();
  }

  /** A cut cable closes no channel for half a minute. */
  #watch() {
    this.#timer = setTimeout(() => {
      if (this.isOver || this.way !== 'direct') return;
      const isSilent = performance.now() - this.#lastChunk > this.settings.within;
      if (isSilent && !this.isPaused && this.have < this.total) this.#fallBack('nothing came directly any more');
      else this.#watch();
    }, 500);
  }

  #heardDirectly(message) {
    switch (message.type) {
      case 'pause': return this.pausedByOther(true);
      case 'resume': return this.pausedByOther(false);
      case 'end':
        this.#hashOfSender.resolve(message.sha256);
        this.#work = this.#work.then(() => this.#check());
        return;
      default:
    }
  }

  goOn() {
    this.#lastChunk = performance.now();
  }

  tellPause(isPaused) {
    if (this.way === 'relay') super.tellPause(isPaused);
    else if (this.#channel?.readyState === 'open') this.#channel.send(JSON.stringify({ type: isPaused ? 'pause' : 'resume' }));
  }

  #signalled(frame) {
    if (frame.from !== this.other) return;
    if (frame.sha256) this.#hashOfSender.resolve(frame.sha256);
    else if (frame.only_relay) this.#fallBack('the sender uses the relay only');
    else this.#direct?.heard(frame);
  }

  #closeDirect() {
    this.#channel = null;
    this.#direct?.close();
    this.#direct = null;
  }

  // --- from the direct way to the relay

  #fallBack(why) {
    if (this.isOver || this.way === 'relay' || this.#expected || !this.#direct) return;
    clearTimeout(this.#timer);
    this.#closeDirect();
    this.become('connecting', why);
    // what has come is handled first
    this.#work = this.#work.then(() => {
      if (this.isOver) return;
      if (this.have === 0) this.#acceptRelay();
      else this.#askForRest(0);
    });
  }

  /** Asks the sender to offer what is missing as a transfer of its own, whose id this page chooses. */
  #askForRest(times) {
    if (this.isOver || this.way === 'relay') return;
    if (times === ASK_TIMES) return this.#end('failed', 'the sender does not answer');
    if (!this.#expected) {
      this.#expected = crypto.randomUUID();
      this.room.transfers.delete(this.id);
      this.id = this.#expected;
      this.first = this.have;
      this.room.transfers.set(this.id, this);
    }
    this.signal({ type: 'offer', relay: { transfer_id: this.id, first_chunk: this.first } });
    this.#timer = setTimeout(() => this.#askForRest(times + 1), OFFER_WITHIN);
  }

  #offeredAgain(frame) {
    if (!this.#expected || this.way === 'relay') return;
    clearTimeout(this.#timer);
    this.#expected = null;
    if (frame.sender_id !== this.other || frame.chunk_size !== this.chunkSize) return this.#end('failed', 'another file came');
    this.#acceptRelay();
  }

  // --- the relay

  #acceptRelay() {
    this.way = 'relay';
    this.saySurely('file-share-accept');
    this.become('active');
    this.#credit(0);
    if (this.pausedBy.me) this.say('file-share-pause');
    this.settlePause();
    if (this.have === this.total) this.#allThere();
  }

  /** Gives credit for more chunks; a new connection needs a whole window. */
  #credit(more) {
    let credits = more;
    if (this.#generation !== this.room.generation) {
      this.#generation = this.room.generation;
      credits = Math.max(1, Math.floor(WINDOW / this.chunkSize));
      this.#toCredit = 0;
    }
    this.say('file-share-credit', { credits, confirmed: this.have - this.first });
  }

  /** A chunk came on the socket. */
  chunk(data) {
    if (this.way === 'relay') this.#enqueue(data);
  }

  // --- chunks of both ways

  #enqueue(data) {
    const way = this.way;
    this.#lastChunk = performance.now();
    this.#work = this.#work
      .then(() => this.#take(data, way))
      .catch((failure) => {
        this.saySurely(this.way === 'relay' ? 'file-share-cancel' : 'file-share-reject', { reason: 'the file cannot be written' });
        this.#end('failed', messageOf(failure));
      });
  }

  async #take(data, way) {
    if (this.isOver) return;
    const chunk = await decode(data);
    const index = chunk ? chunk.index + (way === 'relay' ? this.first : 0) : -1;
    if (chunk?.isRight && index === this.have) {
      await this.#sink.write(chunk.content);
      this.#hash.update(chunk.content);
      this.progressed(this.have + 1);
      if (way === 'direct' && this.have === this.settings.breakAfter) return this.#fallBack('broken on purpose');
    } else if (way === 'direct') {
      return this.#fallBack('a chunk came damaged');
    } else if (index === this.have) {
      this.say('file-share-retransmit', { chunk_index: chunk.index });
    }
    this.#confirm(way);
    if (way === 'relay' && this.have === this.total) this.#allThere();
  }

  #confirm(way) {
    const isAll = this.have === this.total;
    if (way === 'direct') {
      const isDue = isAll || this.have % CONFIRM_EACH === 0;
      if (isDue && this.#channel?.readyState === 'open') this.#channel.send(JSON.stringify({ type: 'have', chunks: this.have }));
    } else if (++this.#toCredit >= 4 || isAll) {
      const credits = this.#toCredit;
      this.#toCredit = 0;
      this.#credit(credits);
    }
  }

  #allThere() {
    if (this.state === 'checking') return;
    this.saySurely('file-share-complete');
    this.become('checking');
    setTimeout(() => this.#hashOfSender.resolve(''), HASH_WITHIN);
    this.#work = this.#work.then(() => this.#check());
  }

  async #check() {
    if (this.isOver) return;
    this.become('checking');
    const [expected, channel] = [await this.#hashOfSender.promise, this.#channel];
    this.sha256 = this.#hash.hex();
    const isRight = this.have === this.total && (expected === '' || expected === this.sha256);
    if (isRight) this.address = await this.#sink.close();
    if (channel?.readyState === 'open') {
      channel.onclose = null;
      channel.send(JSON.stringify(isRight ? { type: 'done' } : { type: 'failed', reason: 'wrong SHA-256' }));
    }
    if (!isRight) return this.#end('failed', 'the SHA-256 is not that of the sender');
    clearTimeout(this.#timer);
    // the sender closes the channel once it has heard of it
    this.become('done', expected === '' ? 'each chunk verified; the sender told no SHA-256 of the whole' : 'SHA-256 verified');
  }
}
