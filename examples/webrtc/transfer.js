/** What both ends of a transfer have in common. */

export const CHUNK = 65_536;
/** Milliseconds that the direct way may take to open, or may be silent, unless the page says otherwise. */
export const DIRECT_WITHIN = 4_000;

const ENDED = ['done', 'cancelled', 'failed'];
const RATE_OVER = 2_000;

export class Transfer extends EventTarget {
  /** offered, connecting, active, paused, checking, done, cancelled or failed */
  state = 'offered';
  /** direct or relay, once bytes flow */
  way = '';
  detail = '';
  sha256 = '';
  /** Chunks that the receiver has. */
  have = 0;
  /** Chunks that went before the transfer that the relay has now. */
  first = 0;
  pausedBy = { me: false, other: false };
  #samples = [];

  /**
   * @param session id of the first offer, which signals name
   * @param other the peer at the other end
   */
  constructor({ room, session, other, name, type, size, chunkSize, settings }) {
    super();
    Object.assign(this, { room, session, other, name, type, size, chunkSize, settings });
    /** Id of the transfer that the service knows. */
    this.id = session;
    this.total = Math.ceil(size / chunkSize);
  }

  get isOver() {
    return ENDED.includes(this.state);
  }

  get isPaused() {
    return this.pausedBy.me || this.pausedBy.other;
  }

  get bytes() {
    return Math.min(this.have * this.chunkSize, this.size);
  }

  /** Bytes per second, of late. */
  get rate() {
    const now = performance.now();
    this.#samples = this.#samples.filter(({ at }) => now - at <= RATE_OVER);
    if (this.#samples.length < 2) return 0;
    const { at, bytes } = this.#samples[0];
    return ((this.bytes - bytes) * 1000) / Math.max(now - at, 1);
  }

  progressed(have) {
    this.have = have;
    const last = this.#samples.at(-1);
    const now = performance.now();
    if (!last || now - last.at > 50) this.#samples.push({ at: now, bytes: this.bytes });
    this.changed();
  }

  become(state, detail = '') {
    if (this.isOver) return;
    this.state = state;
    this.detail = detail;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /** Sends a frame about the transfer that the service knows. */
  say(type, fields = {}) {
    return this.room.send({ type, transfer_id: this.id, ...fields });
  }

  /** Like {@link say}, but a frame that cannot be sent now is sent later. */
  saySurely(type, fields = {}) {
    this.room.sendSurely({ type, transfer_id: this.id, ...fields });
  }

  /** Sends a signal to the page at the other end. */
  signal(frame) {
    return this.room.send({ ...frame, to: this.other, transfer_id: this.session });
  }

  // --- pause and resume: each end goes on for itself

  /** Tells the other end; overridden where there is a channel. */
  tellPause(isPaused) {
    this.say(isPaused ? 'file-share-pause' : 'file-share-resume');
  }

  pause() {
    this.#pauseByMe(true);
  }

  resume() {
    this.#pauseByMe(false);
  }

  #pauseByMe(isPaused) {
    if (!['active', 'paused'].includes(this.state) || this.pausedBy.me === isPaused) return;
    this.pausedBy.me = isPaused;
    this.tellPause(isPaused);
    this.settlePause();
  }

  pausedByOther(isPaused) {
    this.pausedBy.other = isPaused;
    this.settlePause();
  }

  settlePause() {
    if (this.state !== 'active' && this.state !== 'paused') return;
    const by = this.pausedBy.me ? 'you' : this.other;
    this.become(this.isPaused ? 'paused' : 'active', this.isPaused ? `paused by ${by}` : '');
    if (!this.isPaused) this.goOn();
  }

  /** Called when nobody pauses any more. */
  goOn() {}

  /** Takes in a pause or resume of the service. */
  heardPause(frame, isPaused) {
    if (frame.by === this.room.peer) this.pausedBy.me = isPaused;
    else if (frame.by === this.other) this.pausedBy.other = isPaused;
    this.settlePause();
  }
}

export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}
