/** The page: a form to join a room, the people in it, and a row for each transfer. */
import { Incoming } from './incoming.js';
import { Outgoing } from './outgoing.js';
import { Room } from './room.js';
import { DIRECT_WITHIN, messageOf } from './transfer.js';
import { idOf } from './wire.js';

const SIGNALS = ['offer', 'answer', 'ice-candidate'];
const REDRAW_EACH = 250;

const parameters = new URLSearchParams(location.search);
const settings = {
  relay: parameters.get('relay') === '1',
  stun: parameters.get('stun'),
  dropsCandidates: parameters.get('ice') === 'none',
  breakAfter: Number(parameters.get('break')),
  within: Number(parameters.get('within')) * 1_000 || DIRECT_WITHIN,
};
const find = (selector, within = document) => within.querySelector(selector);
const form = find('#join');
/** Names of people to whether they are in the room now. */
const people = new Map();
let room = null;

// --- joining

for (const name of ['peer', 'room', 'token']) form.elements[name].value = parameters.get(name) ?? '';
form.elements.api.value = parameters.get('api') ?? 'http://localhost:8000';
form.addEventListener('submit', (event) => {
  event.preventDefault();
  join();
});
if (parameters.has('peer') && parameters.has('room')) join();

function join() {
  if (!window.isSecureContext) {
    show('error', 'This page needs https or localhost: browsers hash and connect only there.');
    return;
  }
  room?.close();
  people.clear();
  find('#transfers').replaceChildren();
  const value = (name) => form.elements[name].value.trim();
  room = new Room({ api: value('api').replace(/\/+$/, ''), peer: value('peer'), room: value('room'), token: value('token') });
  room.addEventListener('frame', ({ detail }) => heard(detail));
  room.addEventListener('chunk', ({ detail }) => chunk(detail));
  room.addEventListener('lost', ({ detail }) => show('error', detail.text));
  show('connecting', 'Connecting …');
  room.open();
}

function show(state, text) {
  find('#status').dataset.state = state;
  find('#status').textContent = text;
}

find('#invite').addEventListener('submit', async (event) => {
  event.preventDefault();
  const field = event.target.elements.peer;
  try {
    for (const peer of await room.invite(field.value.trim())) if (!people.has(peer)) people.set(peer, false);
    field.value = '';
    drawPeople();
  } catch (failure) {
    show('error', `Not invited: ${messageOf(failure)}`);
  }
});

// --- frames

function heard(frame) {
  switch (frame.type) {
    case 'room-state':
      people.clear();
      for (const { peer_id: peer, present } of frame.participants) people.set(peer, present);
      find('#room').hidden = false;
      show('joined', `You are ${room.peer}, in the room ${room.room}.`);
      return drawPeople();
    case 'user-joined':
    case 'user-left':
      people.set(frame.peer_id, frame.type === 'user-joined');
      return drawPeople();
    default:
  }
  const transfer = SIGNALS.includes(frame.type) ? room.sessions.get(frame.transfer_id) : transferOf(frame);
  if (transfer) transfer.heard(frame);
  else if (frame.type === 'error') show('error', `${frame.detail} (${frame.code})`);
}

/** The transfer of a frame; an offer to this peer makes one. */
function transferOf(frame) {
  const known = room.transfers.get(frame.transfer_id);
  const isForMe = frame.sender_id !== room.peer && [undefined, null, room.peer].includes(frame.receiver_id);
  if (known || frame.type !== 'file-share-offer' || !isForMe) return known;
  add(new Incoming(room, frame, settings));
  return undefined;
}

function chunk(data) {
  if (data.byteLength > 53) room.transfers.get(idOf(data))?.chunk?.(data);
}

function add(transfer) {
  transfer.room.transfers.set(transfer.id, transfer);
  transfer.room.sessions.set(transfer.session, transfer);
  drawTransfer(transfer);
}

// --- people

function drawPeople() {
  const list = find('#people');
  for (const row of [...list.children]) if (!people.has(row.dataset.peer)) row.remove();
  for (const [peer, isPresent] of people) {
    if (peer === room.peer) continue;
    const row = [...list.children].find((one) => one.dataset.peer === peer) ?? list.appendChild(person(peer));
    row.dataset.present = String(isPresent);
    find('.presence', row).textContent = isPresent ? 'is here' : 'is not here; gets offers when here again';
  }
}

function person(peer) {
  const row = find('#person').content.firstElementChild.cloneNode(true);
  const drop = find('.drop', row);
  const field = find('input', row);
  row.dataset.peer = peer;
  find('strong', row).textContent = peer;
  field.addEventListener('change', () => {
    for (const file of field.files) send(file, peer);
    field.value = '';
  });
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    for (const file of event.dataTransfer.files) send(file, peer);
  });
  return row;
}

function send(file, peer) {
  const transfer = new Outgoing(room, file, peer, settings);
  add(transfer);
  transfer.offer();
}

// --- transfers

function drawTransfer(transfer) {
  const row = find('#transfer').content.firstElementChild.cloneNode(true);
  find('.name', row).textContent = transfer.name;
  find('.direction', row).textContent = `${transfer.isOutgoing ? 'to' : 'from'} ${transfer.other}, ${bytes(transfer.size)}`;
  for (const action of ['accept', 'reject', 'pause', 'resume', 'cancel']) {
    find(`.${action}`, row).addEventListener('click', async () => {
      try {
        await transfer[action]();
      } catch (failure) {
        show('error', messageOf(failure));
      }
    });
  }
  let isDue = false;
  transfer.addEventListener('change', () => {
    if (row.dataset.state !== transfer.state) draw(row, transfer);
    if (isDue) return;
    isDue = true;
    setTimeout(() => {
      isDue = false;
      draw(row, transfer);
    }, REDRAW_EACH);
  });
  draw(row, transfer);
  find('#transfers').prepend(row);
}

function draw(row, transfer) {
  const { state, way, detail, size, isOutgoing } = transfer;
  Object.assign(row.dataset, { state, way, sha256: transfer.sha256, bytes: String(transfer.bytes) });
  find('progress', row).value = size === 0 ? (state === 'done' ? 100 : 0) : (transfer.bytes * 100) / size;
  find('.state', row).textContent = [stateText(state, isOutgoing), way, detail].filter(Boolean).join(' · ');
  find('.figures', row).textContent = figures(transfer);
  const shown = {
    accept: state === 'offered' && !isOutgoing,
    reject: state === 'offered' && !isOutgoing,
    pause: ['active', 'paused'].includes(state) && !transfer.pausedBy.me,
    resume: state === 'paused' && transfer.pausedBy.me,
    cancel: !transfer.isOver && (isOutgoing || state !== 'offered'),
  };
  for (const [action, isShown] of Object.entries(shown)) find(`.${action}`, row).hidden = !isShown;
  if (transfer.address && find('.save', row).hidden) {
    Object.assign(find('.save', row), { href: transfer.address, download: transfer.name, hidden: false });
  }
}

function stateText(state, isOutgoing) {
  const texts = {
    offered: isOutgoing ? 'offered' : 'is offered to you',
    connecting: 'looking for a way',
    active: isOutgoing ? 'sending' : 'receiving',
    checking: 'verifying',
  };
  return texts[state] ?? state;
}

function figures(transfer) {
  if (transfer.state === 'done' && transfer.sha256) return `SHA-256 ${transfer.sha256}`;
  const rate = transfer.state === 'active' ? `, ${bytes(transfer.rate)}/s` : '';
  return transfer.way ? `${bytes(transfer.bytes)} of ${bytes(transfer.size)}${rate}` : '';
}

function bytes(count) {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const step = Math.min(Math.max(Math.floor(Math.log10(Math.max(count, 1)) / 3), 0), 3);
  return `${(count / 1000 ** step).toFixed(step === 0 ? 0 : 1)} ${units[step]}`;
}
