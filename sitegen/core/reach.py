"""Reach: what is wrong with an address outside the site that no reader's browser could open.

Whether anything answers there is not asked: a build needs no network.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from sitegen import core
from sitegen.core import late
from sitegen.core.patterns import late_pattern
from sitegen.core.record import Record

# Schemes that programs of readers answer; those of the IANA registry that a newsroom may need.
_SCHEMES = frozenset(
    """about acct apt bitcoin blob callto cid data dav dict doi ed2k ethereum facetime
    facetime-audio fb fb-messenger feed file ftp ftps gemini geo git gopher gtalk http https im
    imap info instagram intent ipfs ipns irc irc6 ircs isbn itms itms-apps itms-services javascript
    jabber kakaotalk keybase ldap ldaps line magnet mailto maps market matrix message mid mms
    monero moz-extension ms-excel ms-powerpoint ms-word msteams news nfs nntp obsidian openpgp4fpr
    payto pkcs11 podcast pop rss rtmp rtsp sftp sgnl shttp sip sips skype slack sms smsto snapchat
    snews spotify ssh steam svn tel telnet tg threema tiktok twitter urn vbscript viber
    view-source vlc vnc vscode web webcal webcals weixin whatsapp ws wss xmpp zalo zoommtg zoomus
    """.split()  # noqa: SIM905
)
NO_SCHEME = "lacks https://"
WHOLE = "Write https://host/…"

_OFTEN = ("https", "http", "mailto", "tel")  # what a mistyped scheme is meant to be
_SLIPS = {"hxxp": "http", "hxxps": "https", "mail": "mailto", "email": "mailto", "phone": "tel"}

_SCHEME = late_pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NO_COLON = late_pattern(r"(https?)(?:;|,|\.|)//+|(https?)[;,]/*", re.IGNORECASE)
_HOST = late_pattern(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?::\d+)?(?=[/?#]|\Z)")
_IP = late_pattern(
    r"(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?=[/?#]|\Z)|localhost(?::\d+)?(?=[/?#]|\Z)", re.IGNORECASE
)
_OWN_COMPUTER = late_pattern(r"(?:.+\.)?(?:localhost|localdomain)")
# Of home and office networks (RFC 6762, 8375): no public host has such a name.
_OWN_NETWORK = (".local", ".lan", ".internal", ".intranet", ".corp", ".home", ".home.arpa",
                ".private")  # fmt: skip

# Last parts of host names that no file's name ends in. Those that are both (.md, .pl, .zip)
# are left out: "notes.md" is a file more often than a host.
_TOP_LEVELS = frozenset(
    """com org net gov edu mil int info biz news press media radio coop museum name jobs blog
    online site website today world live city house church school university foundation social
    tv fm io us ca mx uk ie au nz de fr es it nl be lu ch at dk se no fi is pt gr cz sk hu ro bg
    ua ru by tr il ae sa in pk bd lk np cn jp kr tw hk sg my ph id vn th kh la mm br ar co pe ve
    ec bo uy cr gt hn sv ni pa do pr cu za ng ke gh et ug tz rw zm zw cm ci sn eg ma tn dz eu
    scot wales cat gal eus london nyc paris berlin tokyo texas
    """.split()  # noqa: SIM905
)


def is_own_machine(host: str) -> bool:
    """Say whether a host is surely this machine itself: "localhost", "127.0.0.1", "::1"."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class AddressFault(Record):
    """What is wrong with an address, and what to write instead."""

    words: str  # "this address is only on your own computer", "lacks https://"
    hint: str

    def said_of(self, thing: str) -> str:
        """Return the message: "link to 'x.gov' lacks https://"."""
        return f"{thing} {self.words}" if self.words == NO_SCHEME else f"{thing}: {self.words}"


def address_fault(address: str) -> AddressFault | None:
    """Say what keeps readers from an address with a scheme, or with "//" before its host.

    Args:
        address: as written, without spaces at its ends.
    """
    match = _SCHEME.match(address)
    scheme = match[1].lower() if match is not None else "https"
    if match is not None and scheme not in _SCHEMES:
        return _odd_scheme(address, match[1])
    if scheme not in ("http", "https", "ws", "wss", "ftp"):
        return None
    try:
        parts = urlsplit(address, "https")
        host = (parts.hostname or "").rstrip(".")
        _ = parts.port
    except ValueError:  # "https://[", "https://host:8o80/"
        return AddressFault("this is not an address", WHOLE)
    if host in ("http", "https"):
        rest = re.sub(r"(?i)\A(?:[a-z]+:)?/*https?:?/*", "", address)
        return AddressFault("this address begins twice", f"Write https://{rest}")
    if not host or ".." in host or host.startswith(".") or re.search(r"[\s<>\"\\^`{|},;!%]", host):
        rest = re.sub(r"(?i)\A(?:[a-z]+:)?/*", "", address)
        looks_whole = bool(not host and _HOST.match(rest))
        return AddressFault("this is not an address", f"Write https://{rest}" if looks_whole
                            else WHOLE)  # fmt: skip
    return _host_fault(host)


def host_without_scheme(target: str) -> AddressFault | None:
    """Say what is wrong with a link that looks like a host's name: "houstontx.gov/permits".

    None for all that may be the name of a file or a story.
    """
    slip = _NO_COLON.match(target)
    if slip is not None:
        kind = (slip[1] or slip[2]).lower()
        return AddressFault(f"after '{kind}' come a colon and two slashes",
                            f"Write {kind}://{target[slip.end() :].lstrip('/:')}")  # fmt: skip
    if _IP.match(target):
        fault = _host_fault(re.split(r"[:/?#]", target, maxsplit=1)[0].lower())
        return fault or AddressFault(NO_SCHEME, f"Write https://{target}")
    host = _HOST.match(target)
    if host is None:
        return None
    names = host[0].partition(":")[0].lower().split(".")
    if names[0] != "www" and names[-1] not in _TOP_LEVELS:
        return None
    return AddressFault(NO_SCHEME, f"Write https://{target}")


def _host_fault(host: str) -> AddressFault | None:
    number = _ip_of(host)
    if _OWN_COMPUTER.fullmatch(host) or (
        number is not None and (number.is_loopback or number.is_unspecified)
    ):
        return AddressFault(
            "this address is only on your own computer",
            "Write the address that readers have; for a page of this site, as in '/news/vote/'.",
        )
    if number is not None:
        is_private = not number.is_global
    else:
        # The one-word names of an office, "http://intranet/": no public host has one.
        is_private = host.endswith(_OWN_NETWORK) or "." not in host
    if is_private:
        return AddressFault(
            "this address is only in your own network", "Write one that readers can open."
        )
    return None


def _ip_of(host: str) -> IPv4Address | IPv6Address | None:
    """Return the number that a host is written as; browsers also read "127.1" and "0x7f000001"."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    if not re.fullmatch(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}", host, re.ASCII):
        return None
    try:
        return IPv4Address(core.socket.inet_aton(host))
    except OSError:
        return None


def _odd_scheme(address: str, scheme: str) -> AddressFault | None:
    """Say what is wrong with an address whose scheme nobody knows."""
    rest = address[len(scheme) + 1 :]
    low = scheme.lower()
    if re.match(r"\d+(?:[/?#]|\Z)", rest) and ("." in low or low == "localhost"):
        return host_without_scheme(address) or AddressFault(NO_SCHEME, f"Write https://{address}")
    if _HOST.match(low) and low.rpartition(".")[2] in _TOP_LEVELS:
        return AddressFault(NO_SCHEME, f"Write https://{low}/{rest.lstrip('/')}")
    meant = _SLIPS.get(low) or next(
        iter(late.difflib.get_close_matches(low, _OFTEN, n=1, cutoff=0.7)), ""
    )
    if meant:
        right = f"{meant}://{rest.lstrip('/')}" if meant.startswith("http") else f"{meant}:{rest}"
        return AddressFault(f"no address begins with '{scheme}:'", f"Write {right}")
    if rest.startswith("//"):
        return AddressFault(
            f"no address that browsers know begins with '{scheme}:'",
            "Write https://host/… or the name of a file beside the story.",
        )
    return None
