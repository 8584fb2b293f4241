"""Is a bundle as the service sealed it? python verify_bundle.py BUNDLE.zip [PUBLIC KEY as hex]"""

import hashlib
import io
import json
import pathlib
import sys
import zipfile

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
BASE = (4 * pow(5, -1, P) % P).to_bytes(32, "little")


def point(data):  # RFC 8032, 5.1.3: 32 bytes as extended coordinates
    y, odd = int.from_bytes(data, "little") % 2**255, data[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or x * x % P != square or (x == 0 and odd):
        raise ValueError("the seal is broken")
    x = x if x % 2 == odd else P - x
    return x, y, 1, x * y % P


def add(p, q):  # 5.1.4
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, p):
    half = times(number // 2, add(p, p)) if number else (0, 1, 1, 0)
    return add(half, p) if number % 2 else half


def verify(data, expected=None):  # the comment of the ZIP, its last 96 bytes: key and signature
    key, r, s = data[-96:-64], data[-64:-32], int.from_bytes(data[-32:], "little")
    sealed = r + key + b"IPM bundle\0" + hashlib.sha256(data[:-64]).digest()
    k = int.from_bytes(hashlib.sha512(sealed).digest(), "little") % ORDER  # 5.1.7
    left, right = times(s, point(BASE)), add(point(r), times(k, point(key)))
    if s >= ORDER or any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1)):
        raise ValueError("the seal is broken: something was changed")
    if expected and key.hex() != expected.lower():
        raise ValueError("it was sealed with another key")
    bundle = zipfile.ZipFile(io.BytesIO(data))
    digests = {name: hashlib.sha256(bundle.read(name)).hexdigest() for name in bundle.namelist()}
    manifest, links = (json.loads(bundle.read(f"{name}.json")) for name in ("manifest", "events"))
    wrong = [x for x in links if hashlib.sha256(x["event"].encode()).hexdigest() != x["sha256"]]
    if wrong or manifest["files"] != {k: v for k, v in digests.items() if k != "manifest.json"}:
        raise ValueError("a file or an event is not the one that was sealed")
    return f"as sealed: {len(digests)} files, {manifest['sealed_at']}, key {key.hex()}"


if __name__ == "__main__":
    try:
        print(verify(pathlib.Path(sys.argv[1]).read_bytes(), *sys.argv[2:3]))
    except (ValueError, OSError, IndexError) as error:
        sys.exit(f"NOT as it was sealed: {error}")
