/**
 * Reads Intelligent Mail barcodes back, for tests. Written apart from the encoder: in big integers,
 * with its own character tables and Table IV in the other direction.
 */
export interface DecodedImb {
  readonly tracking: string;
  readonly routing: string;
}

/** Per character A to J and bit 0 to 12, its place: 1 to 65 descenders, 66 to 130 ascenders. */
const PLACES: readonly (readonly number[])[] = [
  [67, 6, 78, 16, 86, 95, 34, 40, 45, 113, 117, 121, 62],
  [87, 18, 104, 41, 76, 57, 119, 115, 72, 97, 2, 127, 26],
  [105, 35, 122, 52, 114, 7, 24, 82, 68, 63, 94, 44, 77],
  [112, 70, 100, 39, 30, 107, 15, 125, 85, 10, 65, 54, 88],
  [20, 106, 46, 66, 8, 116, 29, 61, 99, 80, 90, 37, 123],
  [51, 25, 84, 129, 56, 4, 109, 96, 28, 36, 47, 11, 71],
  [33, 102, 21, 9, 17, 49, 124, 79, 64, 91, 42, 69, 53],
  [60, 14, 1, 27, 103, 126, 75, 89, 50, 120, 19, 32, 110],
  [92, 111, 130, 59, 31, 12, 81, 43, 55, 5, 74, 22, 101],
  [128, 58, 118, 48, 108, 38, 98, 93, 23, 83, 13, 73, 3],
];

const ROUTINGS = [
  { digits: 11, first: 1_000_100_001n },
  { digits: 9, first: 100_001n },
  { digits: 5, first: 1n },
];

const codewordOf = new Map([...tableOf(5), ...tableOf(2)].map((bits, index) => [bits, index]));

/** The fields of 65 letters out of F, A, D and T; throws where they are not a sound barcode. */
export function decodeImb(letters: string): DecodedImb {
  if (!/^[FADT]{65}$/.test(letters)) throw new Error("not 65 letters out of F, A, D and T");
  let check = 0;
  const codewords = PLACES.map((places, index) => {
    const character = characterAt(letters, places);
    const ones = character.replaceAll("0", "").length;
    if (ones > 6) check |= 1 << index;
    return codewordFor(ones > 6 ? inverted(character) : character);
  });
  const first = codewords[0] as number;
  if (first >= 659) {
    check |= 1 << 10;
    codewords[0] = first - 659;
  }
  const number = numberOf(codewords);
  if (checkOf(number) !== check) throw new Error("the frame check sequence is wrong");
  return fieldsOf(number);
}

/** A character as 13 binary digits, the highest first. */
function characterAt(letters: string, places: readonly number[]): string {
  const bits = places.map((place) => {
    const letter = letters.charAt((place - 1) % 65);
    return letter === "F" || letter === (place > 65 ? "A" : "D") ? "1" : "0";
  });
  return bits.reverse().join("");
}

function inverted(character: string): string {
  return character.replace(/./g, (bit) => (bit === "1" ? "0" : "1"));
}

function codewordFor(character: string): number {
  const codeword = codewordOf.get(character);
  if (codeword === undefined) throw new Error(`no codeword has the character ${character}`);
  return codeword;
}

/** All characters with so many ones: first pairs of mirror images, then palindromes downwards. */
function tableOf(ones: number): string[] {
  const all = Array.from({ length: 8192 }, (_, value) => value.toString(2).padStart(13, "0"));
  const chosen = all.filter((bits) => bits.replaceAll("0", "").length === ones);
  const mirrored = (bits: string): string => bits.split("").reverse().join("");
  const pairs = chosen.filter((bits) => bits < mirrored(bits));
  const palindromes = chosen.filter((bits) => bits === mirrored(bits));
  return [...pairs.flatMap((bits) => [bits, mirrored(bits)]), ...palindromes.reverse()];
}

function numberOf(codewords: readonly number[]): bigint {
  const last = codewords[9] as number;
  if (last % 2 !== 0) throw new Error("the last codeword is odd: the barcode is upside down");
  const upper = codewords.slice(0, 9).reduce((sum, word) => sum * 1365n + BigInt(word), 0n);
  return upper * 636n + BigInt(last / 2);
}

/** Polynomial division by x^11 + 0xF35 over the 102 bits, one by one. */
function checkOf(number: bigint): number {
  let register = 0x7ff;
  for (let bit = 101n; bit >= 0n; bit -= 1n) {
    const feedback = ((register >> 10) ^ Number((number >> bit) & 1n)) & 1;
    register = (register << 1) & 0x7ff;
    if (feedback === 1) register ^= 0xf35 & 0x7ff;
  }
  return register;
}

function fieldsOf(number: bigint): DecodedImb {
  const lower = (number % 10n ** 18n).toString().padStart(18, "0");
  const upper = number / 10n ** 18n;
  const tracking = `${(upper / 5n) % 10n}${upper % 5n}${lower}`;
  return { tracking, routing: routingOf(upper / 50n) };
}

function routingOf(ordinal: bigint): string {
  const found = ROUTINGS.find(({ first }) => ordinal >= first);
  if (found === undefined) return "";
  const routing = (ordinal - found.first).toString().padStart(found.digits, "0");
  if (routing.length !== found.digits) throw new Error("the routing code is out of range");
  return routing;
}
