"""Says what a converter should make of texts, by Python's decimal, datetime and zoneinfo.

Reads requests {"kind": ..., "texts": [...]} as JSON lines and answers each with a list of results:
a text, number or boolean, null for an absent value, or "(fault)". It shares nothing with the
converters but what their documentation says.
"""

import calendar
import functools
import json
import re
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

FAULT = "(fault)"
PADDING = "".join(
    chr(code)
    for code in range(0x10000)
    if code <= 0x20 or code == 0xFEFF or (chr(code).isspace() and code >= 0x80)
)
MONTHS = [name.lower() for name in calendar.month_abbr]

DATE_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "C": r"(?P<century>\d)",
    "MMM": r"(?P<name>[A-Za-z]{3})",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DDD": r"(?P<ordinal>\d{3})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{2})",
    "h": r"(?P<hour12>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})",
    "S": r"(?P<fraction>\d{1,9})",
    "A": r"(?P<half>[AaPp][Mm])",
    "Z": r"(?P<offset>Z|[-+]\d{2}(?::?\d{2})?)",
}


@functools.cache
def date_regex(pattern):
    parts = "|".join(sorted(DATE_PARTS, key=len, reverse=True))
    pieces = re.split(f"({parts})", pattern)
    text = "".join(DATE_PARTS.get(piece) or re.escape(piece) for piece in pieces)
    return re.compile(text, re.ASCII)


def the_day(found, pivot):
    if found.get("year"):
        year = int(found["year"])
    elif found.get("century"):
        year = 1900 + 100 * int(found["century"]) + int(found["short"])
    else:
        year = next(y for y in range(pivot, pivot + 100) if y % 100 == int(found["short"]))
    if found.get("ordinal"):
        ordinal = int(found["ordinal"])
        day = date(year, 1, 1) + timedelta(days=ordinal - 1)
        if ordinal < 1 or day.year != year:
            raise ValueError
        return day
    month = MONTHS.index(found["name"].lower()) if found.get("name") else int(found["month"])
    return date(year, month, int(found["day"]))


def the_offset(text):
    if text == "Z":
        return timezone.utc
    digits = text[1:].replace(":", "")
    hours, minutes = int(digits[:2]), int(digits[2:] or 0)
    if minutes > 59:
        raise ValueError
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if text[0] == "-" else ahead)


def day_of(found, request):
    day = the_day(found, request.get("pivot"))
    if found.get("hour12"):
        if not 1 <= int(found["hour12"]) <= 12:
            raise ValueError
        hour = int(found["hour12"]) % 12 + (12 if found["half"].lower() == "pm" else 0)
    else:
        hour = int(found.get("hour") or 0)
    time = (hour, int(found.get("minute") or 0), int(found.get("second") or 0))
    local = datetime(day.year, day.month, day.day, *time)
    if request.get("zone") is None:
        return day
    zone = ZoneInfo(request["zone"])
    if found.get("offset"):
        return local.replace(tzinfo=the_offset(found["offset"])).astimezone(zone).date()
    source = ZoneInfo(request["source"])
    days = set()
    for fold in (0, 1):
        moment = local.replace(tzinfo=source, fold=fold).astimezone(timezone.utc)
        if moment.astimezone(source).replace(tzinfo=None) == local:
            days.add(moment.astimezone(zone).date())
    if len(days) != 1:
        raise ValueError
    return days.pop()


def read_date(text, request):
    text = text.strip(PADDING)
    if text == "":
        return None
    for pattern in request["patterns"]:
        found = date_regex(pattern).fullmatch(text)
        if found is None:
            continue
        try:
            return day_of(found.groupdict(), request).isoformat()
        except (ValueError, OverflowError):
            continue
    return FAULT


def read_epoch(text, request):
    text = text.strip(PADDING)
    if text == "":
        return None
    if not re.fullmatch(r"-?\d{1,12}", text, re.ASCII):
        return FAULT
    try:
        moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=int(text))
        return moment.astimezone(ZoneInfo(request["zone"])).date().isoformat()
    except (ValueError, OverflowError):
        return FAULT


def number_regex(request):
    blank = f"[{re.escape(PADDING)}]*"
    group = request.get("group", "")
    whole = r"\d*"
    if group:
        middle = r"\d{2}" if request.get("indian") else r"\d{3}"
        lead = r"\d{1,2}" if request.get("indian") else r"\d{1,3}"
        whole = rf"(?:{lead}(?:[{group}]{middle})*[{group}]\d{{3}}|\d*)"
    counts = "|".join(rf"\d{{{count}}}" for count in request["decimals"] if count > 0)
    point = rf"(?:{re.escape(request['point'])}(?P<tail>{counts}))?" if counts else ""
    currency = "|".join(re.escape(sign) for sign in request.get("currency", [])) or "(?!)"
    marks = [mark for mark in request.get("marks", []) if mark != "()"]
    opening = r"\(" if "()" in request.get("marks", []) else "(?!)"
    closing = "|".join(re.escape(mark) for mark in marks) or "(?!)"
    return re.compile(
        rf"(?:(?P<c1>{currency}){blank})?(?:(?P<s1>[-+\u2212]|{opening}){blank})?"
        rf"(?:(?P<c2>{currency}){blank})?(?P<whole>{whole}){point}{blank}"
        rf"(?:(?P<c3>{currency}){blank})?(?:(?P<s2>\)|{closing}){blank})?"
        rf"(?P<c4>{currency})?",
        re.ASCII,
    )


def sign_of(found, request):
    """The sign of a number, or None if its signs are none that the job declares."""
    before, behind = found["s1"], found["s2"]
    if before == "(" or behind == ")":
        return -1 if (before, behind) == ("(", ")") else None
    if before and behind:
        return None
    if behind in ("CR", "DR"):
        return -1 if behind == request["negative"] else 1
    if request.get("needsWord"):
        return None
    return -1 if (before or behind) in ("-", "\u2212") else 1


def read_number(text, request):
    text = text.strip(PADDING)
    if text == "":
        return None
    if "regex" not in request:
        request["regex"] = number_regex(request)
    found = request["regex"].fullmatch(text)
    if found is None or sum(found[name] is not None for name in ("c1", "c2", "c3", "c4")) > 1:
        return FAULT
    sign = sign_of(found, request)
    tail = found["tail"] if "tail" in found.groupdict() else None
    whole = re.sub(r"\D", "", found["whole"])
    if sign is None or whole + (tail or "") == "":
        return FAULT
    if tail is None and 0 not in request["decimals"]:
        return FAULT
    number = sign * Decimal(f"{whole or 0}.{tail}" if tail else whole)
    number = number.scaleb(-request.get("implied", 0))
    return finish_number(number, request)


def finish_number(number, request):
    if request["kind"] == "integer":
        if number != number.to_integral_value() or abs(number) > 2**53 - 1:
            return FAULT
        return int(number)
    for places in range(request["digits"], 12):
        shorter = number.quantize(Decimal(1).scaleb(-places))
        if -number.as_tuple().exponent > places and shorter == number:
            number = shorter
            break
    text = format(abs(number), "f")
    return f"-{text}" if number < 0 else text


POSTAL = {
    "GB": (r"([A-Z]{1,2}\d[\dA-Z]?)(\d[A-Z]{2})|(GIR)(0AA)", " "),
    "CA": (r"([A-Z]\d[A-Z])(\d[A-Z]\d)", " "),
    "NL": (r"(?:NL)?(\d{4})([A-Z]{2})", " "),
    "SE": (r"(?:SE|S)?(\d{3})(\d{2})", " "),
    "PL": (r"(?:PL)?(\d{2})(\d{3})", "-"),
    "PT": (r"(?:PT)?(\d{4})(\d{3})", "-"),
    "JP": (r"(?:JP)?(\d{3})(\d{4})", "-"),
    "DE": (r"(?:DE|D)?(\d{5})", ""),
    "CH": (r"(?:CH)?(\d{4})", ""),
}


def read_postal(text, request):
    text = text.strip(PADDING).upper()
    if text == "":
        return None
    regex, sign = POSTAL[request["country"]]
    found = re.fullmatch(regex, re.sub("[ \t\u00a0.-]", "", text), re.ASCII)
    if found is None:
        return FAULT
    return sign.join(part for part in found.groups() if part is not None)


def read_zip(text, request):
    text = text.strip(PADDING)
    if text == "":
        return None
    if request["lost"]:
        if re.fullmatch(r"\d{3,4}(-\d{4})?", text, re.ASCII):
            head, *tail = text.split("-")
            text = "-".join([head.zfill(5), *tail])
        elif re.fullmatch(r"\d{7,8}", text, re.ASCII):
            text = text.zfill(9)
    found = re.fullmatch(r"(\d{5})(?:[- ]|[- ]?(\d{4})(?:[- ]|[- ]?(\d{2}))?)?", text, re.ASCII)
    if found is None:
        return FAULT
    if request["part"] == "whole":
        return "-".join(part for part in found.groups()[:2] if part)
    return found[{"zip": 1, "plus4": 2, "deliveryPoint": 3}[request["part"]]]


def read_step(text, request):
    step = request["step"]
    if step == "trim":
        changed = text.strip(PADDING)
    elif step == "inner":
        changed = " ".join(word for word in re.split(f"[{re.escape(PADDING)}]+", text) if word)
    elif step == "upper":
        changed = text.upper()
    elif step == "lower":
        changed = text.lower()
    elif step == "pad":
        changed = text.rjust(8, "0") if text else ""
    elif step == "strip":
        changed = text.lstrip("0") or ("0" if text else "")
    elif step == "slice":
        changed = text[2:6]
    else:
        parts = text.split("|")
        if any(part.strip(PADDING) for part in parts[3:]):
            return FAULT
        changed = (parts + ["", ""])[1].strip(PADDING)
    return changed or None


def read_join(text, _request):
    fields = [*text.split("\x1f"), "", "", ""]
    city, state, code, more = (field.strip(PADDING) for field in fields[:4])
    line = city
    for sign, field in ((", ", state), (" ", code), ("-", more)):
        if field:
            line = line + sign + field if line else field
    return line or None


def read_boolean(text, request):
    for code in (text, text.strip(PADDING)):
        if code in request["true"]:
            return True
        if code in request["false"]:
            return False
    return FAULT if text.strip(PADDING) else None


READERS = {
    "date": read_date,
    "epoch": read_epoch,
    "money": read_number,
    "decimal": read_number,
    "integer": read_number,
    "postal": read_postal,
    "zip": read_zip,
    "step": read_step,
    "join": read_join,
    "boolean": read_boolean,
}

for line in sys.stdin:
    request = json.loads(line)
    read = READERS[request["kind"]]
    print(json.dumps([read(text, request) for text in request["texts"]]))
