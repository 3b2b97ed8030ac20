"""Computes wrap.hex with other libraries than Muster's: argon2-cffi and
pycryptodome. Run: python3 wrap.py > wrap.hex"""
from argon2.low_level import Type, hash_secret_raw
from Crypto.Cipher import ChaCha20_Poly1305


def fields(*parts):
    return b"".join(len(p).to_bytes(4, "big") + p for p in parts)


def number(n):
    return n.to_bytes(4, "big")


salt = bytes([2] * 32)
key = hash_secret_raw(b"correct horse battery", salt, time_cost=3, memory_cost=65536, parallelism=4,
                      hash_len=32, type=Type.ID, version=19)
cipher = ChaCha20_Poly1305.new(key=key, nonce=bytes([4] * 24))
cipher.update(fields(b"muster slot 1", bytes([1] * 16), number(1), bytes([3] * 8), b"passphrase",
                     b"argon2id", number(19), number(65536), number(3), number(4), salt))
sealed, tag = cipher.encrypt_and_digest(bytes([5] * 32))
print((sealed + tag).hex())
