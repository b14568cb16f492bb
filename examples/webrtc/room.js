/** The socket of this page, and the frames of its room. Opens itself again when it is lost. */

const FIRST_WAIT = 250;
const LONGEST_WAIT = 10_000;
const JOIN_AGAIN = 5_000;
/** Close codes after which a new socket would not be better. */
const FINAL = new Map([
  [4401, 'The token has expired or was revoked. Get a new one and join again.'],
  [4410, 'This peer has left the directory.'],
]);

export class Room extends EventTarget {
  #socket = null;
  #wait = FIRST_WAIT;
  #isOver = false;
  #later = [];
  #rejoin = null;
  /** By the id that the service knows, and by the id that signals name. */
  transfers = new Map();
  sessions = new Map();
  /** Raised with each socket: credits of an old one are void. */
  generation = 0;

  constructor({ api, peer, room, token }) {
    super();
    Object.assign(this, { api, peer, room, token });
  }

  /** Whether the room answers. */
  isJoined = false;

  open() {
    const token = this.token ? `?token=${encodeURIComponent(this.token)}` : '';
    const url = `${this.api.replace(/^http/, 'ws')}/api/bitchat/ws/${encodeURIComponent(this.peer)}${token}`;
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#wait = FIRST_WAIT;
      this.generation++;
      this.join();
    };
    socket.onmessage = ({ data }) => (typeof data === 'string' ? this.#text(data) : this.#tell('chunk', data));
    socket.onclose = ({ code, reason }) => this.#closed(code, reason);
  }

  close() {
    this.#isOver = true;
    this.#socket?.close();
  }

  join() {
    clearTimeout(this.#rejoin);
    this.send({ type: 'join-room' });
  }

  #closed(code, reason) {
    this.isJoined = false;
    clearTimeout(this.#rejoin);
    if (this.#isOver) return;
    if (FINAL.has(code)) {
      this.#tell('lost', { text: FINAL.get(code), isFinal: true });
      return;
    }
    const wait = this.#wait * (0.5 + Math.random());
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    this.#tell('lost', { text: `No connection to the suite (${reason || code}). Trying again.`, isFinal: false });
    setTimeout(() => this.open(), wait);
  }

  #text(data) {
    const frame = JSON.parse(data);
    if (frame.room_id !== undefined && frame.room_id !== this.room) return;
    if (frame.type === 'room-state') {
      this.isJoined = true;
      const waiting = this.#later.splice(0);
      waiting.forEach((one) => this.send(one));
    } else if (frame.type === 'error' && !frame.transfer_id && !this.isJoined) {
      // perhaps somebody invites this peer later
      this.#rejoin = setTimeout(() => this.join(), JOIN_AGAIN);
    }
    this.#tell('frame', frame);
  }

  #tell(type, detail) {
    this.dispatchEvent(Object.assign(new Event(type), { detail }));
  }

  /** Sends a frame; false if there is no connection. */
  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify({ ...frame, room_id: this.room }));
    return true;
  }

  /** Sends a frame, now or when there is a connection again. */
  sendSurely(frame) {
    if (!this.isJoined || !this.send(frame)) this.#later.push(frame);
  }

  /** Sends a chunk; false if there is no connection. */
  sendChunk(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(message);
    return true;
  }

  /** Invites a peer; answers with all participants. */
  async invite(peer) {
    const by = encodeURIComponent(this.peer);
    const path = `/api/bitchat/rooms/${encodeURIComponent(this.room)}/participants/${encodeURIComponent(peer)}?by=${by}`;
    const headers = this.token ? { Authorization: `Bearer ${this.token}` } : {};
    const answer = await fetch(this.api + path, { method: 'PUT', headers });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.detail ?? body.title ?? `HTTP ${answer.status}`);
    return body.participants;
  }
}
