"""Reads cases as JSON from standard input and writes what Python's decimal makes of each.

A case is [op, a, b, digits, rule]: `a op b` rounded to `digits` decimals, or `a` rounded.
"""
import json
import sys
from decimal import Context, Decimal, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP
from fractions import Fraction

RULES = {
    "half-up": ROUND_HALF_UP,
    "half-even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}
CONTEXT = Context(prec=200)


def exact(op, a, b):
    if op == "round":
        return Decimal(a)
    if op == "multiply":
        return CONTEXT.multiply(Decimal(a), Decimal(b))
    # A quotient need not end: 200 digits decide all but a tie, and a tie ends long before.
    return CONTEXT.divide(Decimal(a), Decimal(b))


def rounded(op, a, b, digits, rule):
    value = exact(op, a, b)
    unit = Decimal(1).scaleb(-digits, context=CONTEXT)
    result = value.quantize(unit, rounding=RULES[rule], context=CONTEXT)
    text = format(result, "f")
    return text[1:] if Fraction(text) == 0 and text.startswith("-") else text


json.dump([rounded(*case) for case in json.load(sys.stdin)], sys.stdout)
