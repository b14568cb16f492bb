/**
 * A connection to another browser for one transfer, opened by the "perfect negotiation" of the WebRTC specification
 * (W3C WebRTC 1.0, section 10.7): both ends run the same code, and one of them gives way if both offer at once.
 */
export class Direct {
  #connection;
  #isPolite;
  #signal;
  #dropsCandidates;
  #isOffering = false;
  #ignoresOffer = false;
  /** Signals are handled one after the other. */
  #work = Promise.resolve();

  /**
   * @param signal sends a frame to the other end
   * @param onFailed called when there is no way to the other end
   */
  constructor({ isPolite, signal, stun, dropsCandidates, onChannel, onFailed }) {
    this.#isPolite = isPolite;
    this.#signal = signal;
    this.#dropsCandidates = dropsCandidates;
    this.#connection = new RTCPeerConnection({ iceServers: stun ? [{ urls: stun }] : [] });
    this.#connection.onnegotiationneeded = () => this.#offer();
    this.#connection.onicecandidate = ({ candidate }) => {
      if (candidate && !dropsCandidates) signal({ type: 'ice-candidate', candidate: candidate.toJSON() });
    };
    this.#connection.onconnectionstatechange = () => {
      if (this.#connection.connectionState === 'failed') onFailed();
    };
    this.#connection.ondatachannel = ({ channel }) => onChannel(channel);
  }

  open(label) {
    return this.#connection.createDataChannel(label);
  }

  /** The largest message that the other end takes. */
  get maxMessage() {
    return this.#connection.sctp?.maxMessageSize ?? 65_536;
  }

  close() {
    this.#connection.close();
  }

  async #offer() {
    try {
      this.#isOffering = true;
      await this.#connection.setLocalDescription();
      this.#describe();
    } catch (failure) {
      console.warn('no offer', failure);
    } finally {
      this.#isOffering = false;
    }
  }

  #describe() {
    const { type, sdp } = this.#connection.localDescription;
    const description = { type, sdp: this.#dropsCandidates ? sdp.replace(/^a=candidate:.*\r\n/gm, '') : sdp };
    this.#signal({ type, description });
  }

  /** Handles a frame of the other end. */
  heard(frame) {
    this.#work = this.#work.then(() => this.#handle(frame)).catch((failure) => console.warn('signal refused', failure));
  }

  async #handle({ description, candidate }) {
    const connection = this.#connection;
    if (connection.signalingState === 'closed') return;
    if (description) {
      const collides = description.type === 'offer' && (this.#isOffering || connection.signalingState !== 'stable');
      this.#ignoresOffer = collides && !this.#isPolite;
      if (this.#ignoresOffer) return;
      await connection.setRemoteDescription(description);
      if (description.type !== 'offer') return;
      await connection.setLocalDescription();
      this.#describe();
    } else if (candidate && !this.#dropsCandidates) {
      try {
        await connection.addIceCandidate(candidate);
      } catch (failure) {
        if (!this.#ignoresOffer) throw failure;
      }
    }
  }
}
