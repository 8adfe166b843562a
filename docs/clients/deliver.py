#!/usr/bin/env python3
"""Delivers records to Stelselwacht and reads them back. Needs Python 3.9 or later and nothing else.

    export STELSELWACHT_URL=https://register.example STELSELWACHT_BODY=alfa STELSELWACHT_TOKEN=stw_...
    deliver.py send delivery.json            everything, or nothing when something is wrong
    deliver.py send delivery.json --valid    what is right; the answer says what was refused
    deliver.py show onderzoeken A000001      one record, with its assessment if it is an audit
    deliver.py change besluiten B12 opgehevenOp 2026-11-24
                                             one field of a record, unless somebody else changed the record meanwhile
"""

import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

ATTEMPTS = 5


class Refused(Exception):
    """The register does not do what was asked; says why, with every fault and its place."""

    def __init__(self, status, problem):
        self.status = status
        lines = [f"{status}: {problem.get('title', '')} - {problem.get('detail', '')}"]
        lines += [f"  {fault.get('pointer', '')}: {fault.get('melding', '')}" for fault in problem.get("fouten", [])]
        super().__init__("\n".join(lines))


class Register:
    """The register, for the programs of one body."""

    def __init__(self, url, body, token):
        self.base = f"{url.rstrip('/')}/api/v1/certificerende-instellingen/{urllib.parse.quote(body, safe='')}"
        self.token = token

    def send(self, delivery, valid=False):
        """Delivers records of any kind at once."""
        mode = "geldige" if valid else "alles"
        return self._ask("POST", f"/aanleveringen?modus={mode}", delivery)[0]

    def show(self, kind, reference):
        """A record with its tag."""
        return self._ask("GET", self._place(kind, reference))

    def put(self, kind, reference, record, tag=None):
        """Puts a record; with a tag only when it still is the record with that tag."""
        headers = {"If-Match": tag} if tag else {}
        return self._ask("PUT", self._place(kind, reference), record, headers)

    @staticmethod
    def _place(kind, reference):
        return f"/{kind}/{urllib.parse.quote(reference, safe='')}"

    def _ask(self, method, path, content=None, headers=None):
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json", **(headers or {})}
        data = None
        if content is not None:
            data = json.dumps(content).encode()
            headers["Content-Type"] = "application/json"
            # The same key at every attempt: an answer that got lost is given again and nothing is done twice.
            headers["Idempotency-Key"] = str(uuid.uuid4())
        request = urllib.request.Request(self.base + path, data, headers, method=method)
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with urllib.request.urlopen(request, timeout=120) as answer:
                    return json.load(answer), answer.headers.get("ETag")
            except urllib.error.HTTPError as error:
                # Too often, still being worked on, or not reachable for a moment: the same again, a little later.
                if error.code in (409, 429, 503) and attempt < ATTEMPTS:
                    time.sleep(int(error.headers.get("Retry-After") or 2**attempt))
                    continue
                raise Refused(error.code, json.loads(error.read() or b"{}")) from None
            except urllib.error.URLError:
                if attempt == ATTEMPTS:
                    raise
                time.sleep(2**attempt)


def main(arguments):
    settings = [os.environ.get(f"STELSELWACHT_{name}") for name in ("URL", "BODY", "TOKEN")]
    if not all(settings) or not arguments:
        sys.exit(__doc__)
    register = Register(*settings)
    try:
        if arguments[0] == "send" and len(arguments) > 1:
            with open(arguments[1], encoding="utf-8") as file:
                answer = register.send(json.load(file), valid="--valid" in arguments)
        elif arguments[0] == "show" and len(arguments) == 3:
            answer, _ = register.show(*arguments[1:])
        elif arguments[0] == "change" and len(arguments) == 5:
            kind, reference, field, value = arguments[1:]
            record, tag = register.show(kind, reference)
            record.pop("beoordeling", None)
            record[field] = value
            answer, _ = register.put(kind, reference, record, tag)
        else:
            sys.exit(__doc__)
    except Refused as refused:
        sys.exit(str(refused))
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
