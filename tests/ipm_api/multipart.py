"""Forms by the byte: what a browser sends, and what is left of it when a connection breaks."""

BOUNDARY = "----boundary"
FORM = {"content_type": f"multipart/form-data; boundary={BOUNDARY}"}
END = f"--{BOUNDARY}--\r\n".encode()


def part(name: str, data: bytes, file_name: str | None = "a.jpg") -> bytes:
    """One part; a text field when *file_name* is None."""
    disposition = f'form-data; name="{name}"'
    if file_name is not None:
        disposition += f'; filename="{file_name}"'
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\n".encode()
    return head + data + b"\r\n"
