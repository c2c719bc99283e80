"""SIGMED, played on the shared folder as `docs/sigmed.md` describes it: it reads what was put there, and answers."""

import hashlib
import hmac
import json
import pathlib
import secrets
import time


class Sigmed:
    """The other end of the folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder) / "sigmed"
        self.folder.mkdir()
        self.key = secrets.token_bytes(32)
        self.keys = pathlib.Path(folder) / "sigmed_keys"
        self.keys.write_text(self.key.hex() + "\n", encoding="utf-8")
        self.keys.chmod(0o600)
        self.seen = set()

    def settings(self):
        """What the program is given in its environment."""
        return {"LOGIMEDH_SIGMED_FOLDER": str(self.folder), "LOGIMEDH_SIGMED_KEYS": str(self.keys)}

    def seal(self, kind, key, content):
        signed = f"logimedh sigmed {kind}\n{key}\n".encode() + content
        return hmac.new(self.key, signed, hashlib.sha256).hexdigest()

    def received(self, number, seconds=30):
        """The next deliveries, once that many have come; each by the post it names, checked as it must be."""
        end = time.monotonic() + seconds
        while True:
            fresh = [one for one in (self.folder / "outgoing").glob("*.json") if one.stem not in self.seen]
            if len(fresh) >= number:
                break
            assert time.monotonic() < end, f"{len(fresh)} deliveries came, {number} expected"
            time.sleep(0.1)
        assert len(fresh) == number, [one.name for one in fresh]
        self.seen |= {one.stem for one in fresh}
        return {one["known"]["sigmed_number"] if one["known"] else one["asked"]["local_number"]: one for one in map(self.opened, fresh)}

    def opened(self, file):
        manifest, content = file.read_bytes().splitlines()
        said, delivery = json.loads(manifest), json.loads(content)
        assert said["format"] == "logimedh.sigmed.manifest/1" and said["kind"] == "delivery"
        assert said["key"] == delivery["key"] == file.stem
        assert said["bytes"] == len(content) and said["sha256"] == hashlib.sha256(content).hexdigest()
        assert hmac.compare_digest(said["hmac_sha256"], self.seal("delivery", file.stem, content))
        return delivery

    def answer(self, delivery, outcome="acknowledged", **fields):
        """Says what became of a delivery."""
        key = delivery["key"]
        content = json.dumps({"format": "logimedh.sigmed.answer/1", "key": key, "outcome": outcome, **fields}).encode()
        manifest = {"format": "logimedh.sigmed.manifest/1", "kind": "answer", "key": key, "bytes": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(), "hmac_sha256": self.seal("answer", key, content)}
        whole = self.folder / "answers" / f"{key}.part"
        whole.write_bytes(json.dumps(manifest).encode() + b"\n" + content + b"\n")
        whole.rename(whole.with_suffix(".json"))
