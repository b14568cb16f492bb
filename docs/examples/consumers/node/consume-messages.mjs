// Prints one line per event.
// Environment: BOOTSTRAP (localhost:9092), TOPICS (bitchat.messages.v1), GROUP (a new one).
// Options: --from-beginning, --count N.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';

const REMEMBERED_IDS = 100_000;
const env = process.env;
const { values: options } = parseArgs({
  options: { 'from-beginning': { type: 'boolean', default: false }, count: { type: 'string' } },
});
const count = options.count === undefined ? Infinity : Number(options.count);

const kafka = new Kafka({ brokers: (env.BOOTSTRAP ?? 'localhost:9092').split(','), logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: env.GROUP ?? `example-node-${randomUUID()}` });
const seen = new Set();
let printed = 0;

function handle(record, place) {
  const header = (name) => record.headers?.[name]?.toString();
  if (record.value === null || header('ce_type') === undefined) return; // a tombstone, or not an event
  if (!firstTime(header('ce_id'))) return;
  let event;
  try {
    event = JSON.parse(record.value.toString());
  } catch (error) {
    console.error(`skipped ${place}: ${error.message}`); // what cannot be read must not stop the rest
    return;
  }
  console.log(`${header('ce_time')} ${header('ce_type')} key=${record.key} ${JSON.stringify(event)}`);
  printed += 1;
}

function firstTime(id) {
  if (seen.has(id)) return false;
  seen.add(id);
  if (seen.size > REMEMBERED_IDS) seen.delete(seen.values().next().value); // sets keep the order of insertion
  return true;
}

let stopping;
const stop = () => (stopping ??= consumer.disconnect());
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

await consumer.connect();
await consumer.subscribe({
  topics: (env.TOPICS ?? 'bitchat.messages.v1').split(','),
  fromBeginning: options['from-beginning'],
});
await consumer.run({
  // offsets are committed after the handler returns: at least once
  eachMessage: async ({ topic, partition, message }) => {
    if (printed < count) handle(message, `${topic}/${partition}@${message.offset}`);
    if (printed >= count) setImmediate(stop);
  },
});
