"""What schemathesis has to be told to send the bodies of this API."""

import schemathesis


@schemathesis.serializer("application/offset+octet-stream")
def bytes_of_an_upload(ctx, value):
    """tus has a media type of its own for bytes (tus 1.0.0, section "Core Protocol")."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}
