/** The elements of a Swiss QR bill, in order, with what each may hold (guidelines, 4.2.2). */
const ELEMENTS: readonly (readonly [name: string, form: RegExp])[] = [
  ["QRType", /^SPC$/],
  ["Version", /^0200$/],
  ["Coding", /^1$/],
  ["IBAN", /^(CH|LI)\d{7}[0-9A-Z]{12}$/],
  ...party("Cr", true),
  ...party("UltmtCr", false),
  ["Amt", /^([1-9]\d{0,8}\.\d\d|0\.\d\d)?$/],
  ["Ccy", /^(CHF|EUR)$/],
  ...party("UltmtDbtr", false),
  ["Tp", /^(QRR|SCOR|NON)$/],
  ["Ref", /^(\d{27}|RF\d\d[0-9A-Z]{1,21})?$/],
  ["Ustrd", /^.{0,140}$/],
  ["Trailer", /^EPD$/],
];
const OPTIONAL = [/^.{0,140}$/, /^.{0,100}$/, /^.{0,100}$/];

function party(name: string, isNeeded: boolean): (readonly [string, RegExp])[] {
  const needed = (length: number): RegExp =>
    new RegExp(isNeeded ? `^.{1,${length}}$` : `^.{0,${length}}$`);
  return [
    [`${name}.AdrTp`, isNeeded ? /^S$/ : /^S?$/],
    [`${name}.Name`, needed(70)],
    [`${name}.StrtNmOrAdrLine1`, /^.{0,70}$/],
    [`${name}.BldgNbOrAdrLine2`, /^.{0,16}$/],
    [`${name}.PstCd`, needed(16)],
    [`${name}.TwnNm`, needed(35)],
    [`${name}.Ctry`, isNeeded ? /^[A-Z]{2}$/ : /^([A-Z]{2})?$/],
  ];
}

/**
 * What is wrong with the text of a Swiss QR code; nothing for a right one. Written from the
 * guidelines alone: it shares no rule with what builds such texts.
 */
export function swissBillFaults(text: string): string[] {
  const faults: string[] = [];
  if (text.length > 997) faults.push("too long");
  if (/[^\n\x20-\x7E\u00A0-\u017F\u0218-\u021B\u20AC]/.test(text)) faults.push("characters");
  const lines = text.split("\n");
  const extra = lines.slice(ELEMENTS.length);
  if (lines.length < ELEMENTS.length || extra.length > OPTIONAL.length) faults.push("lines");
  ELEMENTS.forEach(([name, form], at) => {
    if (!form.test(lines[at] ?? "missing")) faults.push(name);
  });
  extra.forEach((line, at) => {
    if (OPTIONAL[at]?.test(line) !== true) faults.push(`optional ${at}`);
  });
  const value = (name: string): string => lines[ELEMENTS.findIndex(([one]) => one === name)] ?? "";
  if (!leavesOne(value("IBAN"))) faults.push("IBAN check");
  const isQrIban = value("IBAN").slice(4, 9) >= "30000" && value("IBAN").slice(4, 9) <= "31999";
  if (isQrIban !== (value("Tp") === "QRR")) faults.push("QR-IBAN");
  const reference = value("Ref");
  if (value("Tp") === "QRR" && !closesToZero(reference)) faults.push("QRR check");
  if (value("Tp") === "SCOR" && !leavesOne(reference)) faults.push("SCOR check");
  if ((value("Tp") === "NON") !== (reference === "")) faults.push("reference");
  for (const name of ["UltmtCr", "UltmtDbtr"]) {
    const filled = ["AdrTp", "Name", "PstCd", "TwnNm", "Ctry"].map((part) =>
      Number(value(`${name}.${part}`) !== ""),
    );
    if (new Set(filled).size > 1) faults.push(`${name} in part`);
  }
  return faults;
}

/** ISO 7064, MOD 97-10, by one large number. */
function leavesOne(text: string): boolean {
  const turned = text.slice(4) + text.slice(0, 4);
  const digits = turned.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return /^\d+$/.test(digits) && BigInt(digits) % 97n === 1n;
}

/** Modulus 10, recursive, by its whole table: the carry after the check digit is 0. */
function closesToZero(digits: string): boolean {
  const first = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
  const table = first.map((_, row) => [...first.slice(row), ...first.slice(0, row)]);
  let row = 0;
  for (const digit of digits) row = table[row]?.[Number(digit)] ?? 0;
  return row === 0;
}
