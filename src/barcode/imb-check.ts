const CHECK_BITS = 11;
const CHECK_MASK = 0x7ff;
const CHECK_HIGH_BIT = 0x400;
const GENERATOR = 0x0f35;
const INITIAL = 0x7ff;

// 102 data bits are three and nine times eleven; one table look-up takes eleven.
const FIRST_BITS = 3;

/** The register after the first three data bits, per value of them. */
const AFTER_FIRST = Uint16Array.from({ length: 1 << FIRST_BITS }, (_, bits) =>
  shifted(INITIAL ^ (bits << (CHECK_BITS - FIRST_BITS)), FIRST_BITS),
);

/** The register after eleven more data bits, per exclusive or of register and data. */
const AFTER_NEXT = Uint16Array.from({ length: 1 << CHECK_BITS }, (_, bits) =>
  shifted(bits, CHECK_BITS),
);

/** The register that a table has for some bits. */
function after(table: Uint16Array, bits: number): number {
  return table[bits] as number;
}

function shifted(register: number, bits: number): number {
  let shiftedRegister = register;
  for (let bit = 0; bit < bits; bit += 1) {
    const carry = (shiftedRegister & CHECK_HIGH_BIT) !== 0;
    shiftedRegister = ((shiftedRegister << 1) ^ (carry ? GENERATOR : 0)) & CHECK_MASK;
  }
  return shiftedRegister;
}

/**
 * The 11-bit frame check sequence of 102 data bits (USPS-B-3200 Rev H, 2.2.2), which are given as
 * five limbs of 22 bits, the highest first.
 */
export function imbCheck(limbs: Float64Array): number {
  let register = 0;
  let isFirst = true;
  for (const limb of limbs) {
    const upper = limb >> CHECK_BITS;
    register = isFirst ? after(AFTER_FIRST, upper) : after(AFTER_NEXT, register ^ upper);
    register = after(AFTER_NEXT, register ^ (limb & CHECK_MASK));
    isFirst = false;
  }
  return register;
}
