"""Prints one line per event.

Environment: BOOTSTRAP (localhost:9092), TOPICS (bitchat.messages.v1), GROUP (a new one).
"""

import argparse
import json
import os
import signal
import sys
import uuid
from collections import OrderedDict

from kafka import KafkaConsumer

REMEMBERED_IDS = 100_000


def options():
    parser = argparse.ArgumentParser(description="Prints one line per event of the BitChat suite.")
    parser.add_argument("--from-beginning", action="store_true", help="replay what the topic still holds")
    parser.add_argument("--count", type=int, default=sys.maxsize, help="stop after so many events")
    return parser.parse_args()


def connect(from_beginning):
    return KafkaConsumer(
        *os.environ.get("TOPICS", "bitchat.messages.v1").split(","),
        bootstrap_servers=os.environ.get("BOOTSTRAP", "localhost:9092"),
        group_id=os.environ.get("GROUP", f"example-python-{uuid.uuid4()}"),
        auto_offset_reset="earliest" if from_beginning else "latest",
        enable_auto_commit=False,  # committed below, after the work is done: at least once
    )


class Printer:
    def __init__(self):
        self.seen = OrderedDict()
        self.printed = 0

    def handle(self, record):
        headers = {name: value.decode(errors="replace") for name, value in record.headers if value is not None}
        if record.value is None or "ce_type" not in headers:
            return  # a tombstone, or not an event
        if not self.first_time(headers.get("ce_id")):
            return
        try:
            event = json.loads(record.value)
        except ValueError as error:  # what cannot be read must not stop the rest
            print(f"skipped {record.topic}/{record.partition}@{record.offset}: {error}", file=sys.stderr)
            return
        text = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        key = (record.key or b"").decode(errors="replace")
        print(f"{headers.get('ce_time')} {headers['ce_type']} key={key} {text}", flush=True)
        self.printed += 1

    def first_time(self, event_id):
        if event_id in self.seen:
            return False
        self.seen[event_id] = True
        if len(self.seen) > REMEMBERED_IDS:
            self.seen.popitem(last=False)
        return True


def main():
    arguments = options()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    consumer = connect(arguments.from_beginning)
    printer = Printer()
    try:
        while printer.printed < arguments.count:
            for records in consumer.poll(timeout_ms=1000).values():
                for record in records:
                    if printer.printed < arguments.count:
                        printer.handle(record)
            if printer.printed < arguments.count:  # the last batch may be half read: it comes again
                consumer.commit()
    except KeyboardInterrupt:
        pass
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
