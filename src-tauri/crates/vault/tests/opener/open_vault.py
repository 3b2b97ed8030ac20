#!/usr/bin/env python3
"""Opens a vault without Muster, from what docs/vault.md says and nothing else.

    pip install -r requirements.txt
    MUSTER_PASSPHRASE=... python3 open_vault.py PATH/NAME.muster

Prints one JSON document: what the vault holds, in numbers. Exit codes: 0 it
opened and everything fits; 1 the vault is damaged; 3 nothing opens with this
passphrase or recovery key.
"""
import hashlib
import hmac
import json
import os
import sys
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from Crypto.Cipher import ChaCha20_Poly1305
import sqlcipher3

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Damaged(Exception):
    """Something does not fit."""


def fields(*parts):
    """The one encoding: each field after its length, four bytes, big-endian."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def number(n):
    return n.to_bytes(4, "big")


def long(n):
    return n.to_bytes(8, "big", signed=True)


def require(fits, what):
    if not fits:
        raise Damaged(what)


def read_recovery_key(text):
    """32 bytes if the text is a recovery key, else None."""
    text = "".join(c for c in text.upper() if c not in "-_." and not c.isspace())
    text = text.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(text) != 56 or any(c not in CROCKFORD for c in text):
        return None
    value = 0
    for c in text:
        value = value << 5 | CROCKFORD.index(c)
    data = value.to_bytes(35, "big")
    key, checksum = data[:32], data[32:]
    expected = hashlib.sha256(fields(b"muster recovery 1", key)).digest()[:3]
    return key if checksum == expected else None


def slot_header(header, slot):
    kdf = slot["kdf"]
    return fields(
        b"muster slot 1", bytes.fromhex(header["vault"]), number(header["format"]), bytes.fromhex(slot["id"]),
        slot["kind"].encode(), kdf["algorithm"].encode(), number(kdf["version"]), number(kdf["m_kib"]),
        number(kdf["t"]), number(kdf["p"]), bytes.fromhex(kdf["salt"]))


def slot_table(header):
    parts = [b"muster slots 1", bytes.fromhex(header["vault"]), number(header["format"])]
    for slot in header["slots"]:
        parts += [slot_header(header, slot), bytes.fromhex(slot["nonce"]), bytes.fromhex(slot["wrapped"])]
    return fields(*parts)


def derive(vault_key, purpose):
    return hmac.new(vault_key, purpose + b"\x01", hashlib.sha256).digest()


def open_slot(header, slot, secret):
    kdf = slot["kdf"]
    require(kdf["algorithm"] == "argon2id" and kdf["version"] == 19, "an unknown key derivation")
    require(kdf["m_kib"] >= 65536 and kdf["t"] >= 3 and kdf["p"] >= 4, "a weakened key derivation")
    under = hash_secret_raw(secret, bytes.fromhex(kdf["salt"]), time_cost=kdf["t"], memory_cost=kdf["m_kib"],
                            parallelism=kdf["p"], hash_len=32, type=Type.ID, version=kdf["version"])
    cipher = ChaCha20_Poly1305.new(key=under, nonce=bytes.fromhex(slot["nonce"]))
    cipher.update(slot_header(header, slot))
    wrapped = bytes.fromhex(slot["wrapped"])
    try:
        return cipher.decrypt_and_verify(wrapped[:32], wrapped[32:])
    except ValueError:
        return None


def unlock(header, typed):
    recovery = read_recovery_key(typed)
    for slot in header["slots"]:
        secret = unicodedata.normalize("NFKC", typed).encode() if slot["kind"] == "passphrase" else recovery
        vault_key = secret and open_slot(header, slot, secret)
        if vault_key:
            return vault_key, slot
    return None, None


def verify_log(db, key):
    """Walks the chain as docs/vault.md describes it; answers its length."""
    prev, seq = bytes(32), 0
    for row in db.execute("SELECT seq, at, operator, action, target, details, salt, digest, prev, hash"
                          " FROM log ORDER BY seq"):
        require(row[0] == seq + 1 and row[8] == prev, f"log entry {row[0]} does not follow")
        if len(row[6]) == 32:
            told = fields(b"muster log digest 1", row[6], (row[4] or "").encode(), (row[5] or "").encode())
            require(hashlib.sha256(told).digest() == row[7], f"log entry {row[0]} has another digest")
        entry = fields(b"muster log entry 1", prev, long(row[0]), long(row[1]), row[2].encode(), row[3].encode(), row[7])
        require(hashlib.sha256(entry).digest() == row[9], f"log entry {row[0]} has another hash")
        prev, seq = row[9], row[0]
    head = db.execute("SELECT value FROM setting WHERE name = 'log.head'").fetchone()[0].split(":")
    require((int(head[0]), bytes.fromhex(head[1])) == (seq, prev), "the log's tail was cut off")
    seal = hmac.new(key, fields(b"muster log head 1", long(seq), prev), hashlib.sha256).digest()
    require(hmac.compare_digest(seal, bytes.fromhex(head[2])), "the log's seal does not fit")
    return seq


def open_store(path, key):
    """A read-only connection; None if the key does not fit."""
    db = sqlcipher3.connect(f"file:{os.path.abspath(path)}?mode=ro", uri=True)
    # A wrong key is an answer here, not something to report.
    db.execute("PRAGMA cipher_log_level = NONE")
    db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlcipher3.DatabaseError:
        db.close()
        return None
    return db


def main(folder, typed):
    with open(os.path.join(folder, "vault.json"), "rb") as file:
        header = json.load(file)
    require(header["format"] == 1, "another format")
    table = slot_table(header)
    require(hashlib.sha256(table).hexdigest() == header["checksum"], "vault.json has another checksum")
    vault_key, slot = unlock(header, typed)
    if vault_key is None:
        print(json.dumps({"error": "nothing opens with this passphrase"}))
        return 3
    mac = hmac.new(derive(vault_key, b"muster/1/slots"), table, hashlib.sha256).hexdigest()
    require(hmac.compare_digest(mac, header["mac"]), "the slot table has another MAC")

    store = os.path.join(folder, "store.db")
    with open(store, "rb") as file:
        require(not file.read(16).startswith(b"SQLite format 3"), "store.db is not encrypted")
    key = derive(vault_key, b"muster/1/store")
    for bit in (0, 255):
        wrong = bytearray(key)
        wrong[bit // 8] ^= 1 << bit % 8
        require(open_store(store, bytes(wrong)) is None, "store.db opens with another key")
    db = open_store(store, key)
    require(db is not None, "store.db does not open with its key")
    count = lambda name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    require(db.execute("SELECT value FROM setting WHERE name = 'vault'").fetchone()[0] == header["vault"],
            "store.db belongs to another vault")
    require(db.execute("PRAGMA cipher_integrity_check").fetchall() == [], "a page of store.db was altered")
    require(db.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "store.db is not consistent")
    print(json.dumps({
        "format": header["format"],
        "slot": slot["kind"],
        "schema": db.execute("PRAGMA user_version").fetchone()[0],
        "log": verify_log(db, derive(vault_key, b"muster/1/log")),
        "operators": count("operator"),
        "userstores": count("userstore"),
        "users": count("user"),
    }))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or "MUSTER_PASSPHRASE" not in os.environ:
        sys.exit("usage: MUSTER_PASSPHRASE=... open_vault.py FOLDER")
    try:
        sys.exit(main(sys.argv[1], os.environ["MUSTER_PASSPHRASE"]))
    except Damaged as damage:
        print(json.dumps({"error": str(damage)}))
        sys.exit(1)
