"""Computes log.hex. Run: python3 log.py > log.hex"""
import hashlib


def fields(*parts):
    return b"".join(len(p).to_bytes(4, "big") + p for p in parts)


def long(n):
    return n.to_bytes(8, "big", signed=True)


digest = hashlib.sha256(fields(b"muster log digest 1", bytes([7] * 32), b"PRIMARY/ada", b'{"n":1}')).digest()
entry = fields(b"muster log entry 1", bytes(32), long(1), long(1_700_000_000), b"Ada", b"user.edit", digest)
print(digest.hex())
print(hashlib.sha256(entry).hexdigest())
