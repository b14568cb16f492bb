"""What schemathesis has to be told to reach what is behind a name: it makes names up, and nobody has them."""

import json
import os
import random
import urllib.request

import schemathesis

API = os.environ.get("BITCHAT_API")
# as many of the requests as are asked about things that are there
KNOWN_SHARE = 0.7
CONTENT = b"what schemathesis asks for"


def post(path, body, content_type="application/json", **headers):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(API + path, data, {"Content-Type": content_type, **headers}, method="POST")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer) if answer.headers.get_content_type() == "application/json" else answer.headers


def furnish():
    """Two peers who talk, a group of both, a file that is whole and an upload that has just begun."""
    for peer in ("ada", "grace"):
        post("/peers/register", {"peer_id": peer, "public_key": "k", "display_name": peer})
    message = post("/messages/send", {"from_peer_id": "ada", "to_peer_id": "grace", "content": "x"})
    group = post("/groups", {"name": "g", "created_by": "ada", "initial_members": ["grace"]})
    begun = post("/files/tus", b"", "application/offset+octet-stream", **{"Tus-Resumable": "1.0.0", "Upload-Length": "9"})
    file = post("/files/upload", {"filename": "a.txt", "file_size": len(CONTENT), "uploaded_by": "ada"})
    post(f"/files/{file['file_id']}/chunks/0", CONTENT, "application/octet-stream")
    return {
        "peerId": ["ada", "grace"],
        "otherPeerId": ["grace", "ada"],
        "memberId": ["grace"],
        "messageId": [message["message_id"]],
        "groupId": [group["group_id"]],
        "fileId": [file["file_id"], begun["Location"].rsplit("/", 1)[-1]],
        "index": [0],
    }


KNOWN = furnish() if API else {}
CHOICE = random.Random(20_260_115)


@schemathesis.hook
def map_path_parameters(ctx, path_parameters):
    if path_parameters and CHOICE.random() < KNOWN_SHARE:
        for name in path_parameters:
            if name in KNOWN:
                path_parameters[name] = CHOICE.choice(KNOWN[name])
    return path_parameters


@schemathesis.serializer("application/offset+octet-stream")
def bytes_of_an_upload(ctx, value):
    """tus has a media type of its own for bytes (tus 1.0.0, section "Core Protocol")."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}
