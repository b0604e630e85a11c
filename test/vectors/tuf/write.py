"""Writes python.json, a repository made and signed by python-tuf, for src/edition and its tests.

Needs python-tuf 5.1 and securesystemslib 1.4; prints to standard output. Keys are made anew and thrown away.
"""

import json
import sys
from datetime import datetime, timezone
from hashlib import sha256

from securesystemslib.formats import encode_canonical
from securesystemslib.signer import CryptoSigner, Signature
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

EXPIRES = datetime(2099, 12, 31, tzinfo=timezone.utc)
files = {}


def publish(name, signed, signers, empty=()):
    metadata = Metadata(signed)
    for signer in signers:
        metadata.sign(signer, append=True)
    for signer in empty:
        metadata.signatures[signer.public_key.keyid] = Signature(signer.public_key.keyid, "")
    data = metadata.to_bytes(JSONSerializer(compact=name.startswith("timestamp")))
    prefix = "" if name == "timestamp" else f"{signed.version}."
    files[f"metadata/{prefix}{name}.json"] = data.decode()
    return MetaFile.from_data(signed.version, data, ["sha256", "sha512"])


def add_target(targets, path, text):
    data = text.encode()
    file = TargetFile.from_data(path, data, ["sha512", "sha256"])
    file.unrecognized_fields["custom"] = {"made-by": "python-tuf"}
    targets.targets[path] = file
    folder, _, name = path.rpartition("/")
    files[f"targets/{folder}{'/' if folder else ''}{file.hashes['sha256']}.{name}"] = text


ecdsa, rsa, ed25519 = (
    CryptoSigner.generate_ecdsa(),
    CryptoSigner.generate_rsa(),
    CryptoSigner.generate_ed25519(),
)
absent, late = CryptoSigner.generate_ecdsa(), CryptoSigner.generate_ed25519()
late.public_key.unrecognized_fields["x-note"] = {"text": "a field of its own, with \"quotes\" and \\"}
late.public_key.keyid = sha256(encode_canonical(late.public_key.to_dict()).encode()).hexdigest()

root = Root(expires=EXPIRES, consistent_snapshot=True)
for signer in (ecdsa, rsa, ed25519):
    root.add_key(signer.public_key, "root")
root.roles["root"].threshold = 3
root.add_key(ed25519.public_key, "timestamp")
root.add_key(rsa.public_key, "snapshot")
root.add_key(ecdsa.public_key, "targets")
publish("root", root, (ecdsa, rsa, ed25519))

root.version = 2
root.add_key(late.public_key, "root")
root.unrecognized_fields["x-custom"] = ["ü", {"z": 1, "a": None}, "line\nbreak"]
publish("root", root, (ecdsa, rsa, ed25519, late))

delegated = Targets(version=7, expires=EXPIRES)
add_target(delegated, "delegatedrole/artifact.txt", "An artifact of the delegated role\n")
role = DelegatedRole("delegatedrole", [], 1, True, ["delegatedrole/*"])
targets = Targets(version=3, expires=EXPIRES, delegations=Delegations({}, {"delegatedrole": role}))
targets.add_key(late.public_key, "delegatedrole")
targets.add_key(absent.public_key, "delegatedrole")
add_target(targets, "top.txt", "An artifact of the top-level role: žluťoučký кінь\n")

snapshot = Snapshot(version=5, expires=EXPIRES)
snapshot.meta["targets.json"] = publish("targets", targets, (ecdsa,))
snapshot.meta["delegatedrole.json"] = publish("delegatedrole", delegated, (late,), empty=(absent,))
timestamp = Timestamp(version=11, expires=EXPIRES)
timestamp.snapshot_meta = publish("snapshot", snapshot, (rsa,))
publish("timestamp", timestamp, (ed25519,))

json.dump(files, sys.stdout, ensure_ascii=False, indent=2, sort_keys=True)
print()
