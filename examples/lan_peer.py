"""A peer of the LAN chat in plain Python: finds others by UDP multicast, talks to each over TCP, one JSON object per line.

usage: python3 lan_peer.py [--group 224.0.0.1:9999] [--interface 127.0.0.1] [--id NAME]
Each line of standard input is said to all. What others say is printed as `sender: text`.
"""
import argparse, datetime, json, socket, struct, sys, threading, time, uuid

options = argparse.ArgumentParser()
options.add_argument("--group", default="224.0.0.1:9999")
options.add_argument("--interface", default="127.0.0.1", help="address of the interface that is used")
options.add_argument("--id", default=str(uuid.uuid4()))
options = options.parse_args()
host, port = options.group.split(":")
group, me = (host, int(port)), options.id
links, lock, sequence = {}, threading.Lock(), 0  # peer id -> socket

listener = socket.create_server((options.interface, 0))
address = "%s:%d" % (options.interface, listener.getsockname()[1])


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def line(kind, content=""):
    global sequence
    sequence += kind == "chat"
    message = {"type": kind, "sender": me, "content": content, "timestamp": now(), "sequence": sequence, "target": "general"}
    return json.dumps(message).encode() + b"\n"


def serve(link, peer=None):
    """Reads a connection until it ends; the first line tells whose it is."""
    try:
        for text in link.makefile("r", encoding="utf-8"):
            message = json.loads(text)
            if peer is None:
                peer = message["sender"]
                with lock:
                    links.setdefault(peer, link)
            if message["type"] == "ping":
                link.sendall(line("pong"))
            elif message["type"] == "chat" and message.get("target", "general") == "general":
                print("%s: %s" % (message["sender"], message["content"]), flush=True)
            elif message["type"] in ("join", "leave"):
                print("* %s: %s" % (message["type"], message["sender"]), flush=True)
    except (OSError, ValueError, KeyError):
        pass
    with lock:
        if links.get(peer) is link:
            del links[peer]
    link.close()


def dial(peer, to):
    try:
        link = socket.create_connection(to, timeout=3)
        link.settimeout(None)
        link.sendall(line("join"))
        with lock:
            links[peer] = link
        serve(link, peer)
    except OSError:
        with lock:
            links.pop(peer, None)


def accept():
    while True:
        link, _ = listener.accept()
        link.sendall(line("join"))
        threading.Thread(target=serve, args=(link,), daemon=True).start()


def discover():
    while True:
        data, _ = udp.recvfrom(2048)
        beacon = json.loads(data)
        peer = beacon.get("peer_id")
        if beacon.get("type") != "discover" or peer == me:
            continue
        with lock:
            if peer in links or me > peer:  # of two peers the smaller id dials
                continue
            links[peer] = None
        at, number = beacon["address"].split(":")
        threading.Thread(target=dial, args=(peer, (at, int(number))), daemon=True).start()


def beacon():
    while True:
        udp.sendto(json.dumps({"type": "discover", "peer_id": me, "address": address, "timestamp": now()}).encode(), group)
        time.sleep(5)


udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
udp.bind(("", group[1]))
own = socket.inet_aton(options.interface)
udp.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack("4s4s", socket.inet_aton(group[0]), own))
udp.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, own)
for task in (accept, discover, beacon):
    threading.Thread(target=task, daemon=True).start()
for said in sys.stdin:
    with lock:
        open_links = [link for link in links.values() if link]
    frame = line("chat", said.rstrip("\n"))
    for link in open_links:
        link.sendall(frame)
for link in list(links.values()):
    if link:
        link.sendall(line("leave"))
