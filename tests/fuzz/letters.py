"""Damage to mails: heads, boundaries, encodings, parts within parts."""

from __future__ import annotations

import random
import re

from tests.fuzz.plain import MOST_BYTES, REPEATS, TOKENS, damaged

_HEAD = re.compile(rb"^[A-Za-z-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.MULTILINE)
_HEADS = tuple(
    head.encode("utf-8", "surrogatepass") for head in (
        "Content-Type: multipart/mixed", "Content-Type: multipart/mixed; boundary=", 'Content-Type: multipart/mixed; boundary="x"', "Content-Type: message/rfc822",
        "Content-Type: text/html; charset=idna", "Content-Type: text/plain; charset=undefined", "Content-Type: text/plain; charset=base64", "Content-Type: text/plain; charset=utf-7",
        "Content-Type: text/plain; charset=\"\"", "Content-Type: text/plain; charset*0*=x''%FF; charset*1=%E0", "Content-Type: a/b/c; ;;=", "Content-Type: message/partial; number=1",
        "Content-Type: application/pdf; name*=utf-8''%00%ff", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "Content-Transfer-Encoding: uuencode",
        "Content-Transfer-Encoding: x\0y", "Content-Disposition: attachment; filename=\"../../a.pdf\"", "Content-Disposition: attachment; filename*0*=tis-620''%A1; filename*2=b",
        "Subject: =?utf-8?b?4LiB?= =?idna?q?x?=", "Subject: =?x?b?====?=", "Date: never", "From: <<>>,:;@", "MIME-Version: 9", "Content-ID: <", "To: " + "a@b, " * 500,
    )
)  # fmt: skip


def mail_damaged(data: bytes, rng: random.Random) -> bytes:
    """A mail with heads changed, lost or doubled, and its parts nested, cut or run together."""
    if rng.random() < 0.15:
        return damaged(data, rng)
    for _ in range(rng.choice((1, 2, 4))):
        heads = list(_HEAD.finditer(data[:MOST_BYTES]))
        if not heads:
            return damaged(data, rng)
        head = rng.choice(heads)
        before, after = data[: head.start()], data[head.end() :]
        match rng.randrange(8):
            case 0:
                data = before + after
            case 1:
                data = before + (head[0] + b"\r\n") * rng.choice(REPEATS) + after
            case 2 | 3:
                data = before + rng.choice(_HEADS) + after
            case 4:
                data = before + rng.choice(_HEADS) + b"\r\n" + head[0] + after
            case 5:
                token = rng.choice(TOKENS).encode("utf-8", "surrogatepass")
                data = before + head[0] + token + after
            case 6:
                data = b"Content-Type: message/rfc822\r\n\r\n" * rng.choice((1, 10, 300)) + data
            case _:
                data = before + damaged(head[0], rng) + after
        data = data[:MOST_BYTES]
    return data
