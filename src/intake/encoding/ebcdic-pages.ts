/**
 * EBCDIC, the code pages of IBM's mainframes: the pages of western Europe and America, which all
 * have the characters of Latin-1 and differ in where some of them are.
 */

/** Page 037 (USA, Canada): the Latin-1 character of each byte, in hexadecimal. */
const PAGE_037 = [
  "000102039C09867F978D8E0B0C0D0E0F101112139D8508871819928F1C1D1E1F",
  "80818283840A171B88898A8B8C050607909116939495960498999A9B14159E1A",
  "20A0E2E4E0E1E3E5E7F1A22E3C282B7C26E9EAEBE8EDEEEFECDF21242A293BAC",
  "2D2FC2C4C0C1C3C5C7D1A62C255F3E3FF8C9CACBC8CDCECFCC603A2340273D22",
  "D8616263646566676869ABBBF0FDFEB1B06A6B6C6D6E6F707172AABAE6B8C6A4",
  "B57E737475767778797AA1BFD0DDDEAE5EA3A5B7A9A7B6BCBDBE5B5DAFA8B4D7",
  "7B414243444546474849ADF4F6F2F3F57D4A4B4C4D4E4F505152B9FBFCF9FAFF",
  "5CF7535455565758595AB2D4D6D2D3D530313233343536373839B3DBDCD9DA9F",
].join("");

/** Where a page differs from 037: the byte, then its character. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  "037": "",
  "273": "43{ 4AÄ 4F! 59~ 5AÜ 5F^ 63[ 6Aö 7C§ A1ß B0¢ B5@ BA¬ BB| C0ä CC¦ D0ü DC} E0Ö EC\\ FC]",
  "277": "47} 4A# 4F! 5A¤ 5BÅ 5F^ 67$ 6Aø 70¦ 7BÆ 7CØ 80@ 9C{ 9E[ 9F] A1ü B0¢ BA¬ BB| C0æ D0å DC~",
  "280":
    "44{ 48\\ 4A° 4F! 51] 54} 58~ 5Aé 5F^ 6Aò 79ù 7B£ 7C§ 90[ A1ì B0¢ B1# B5@ BA¬ " +
    "BB| C0à CD¦ D0è DD` E0ç",
  "284": "49¦ 4A[ 5A] 69# 6Añ 7BÑ A1¨ B0¢ BA^ BB! BD~",
  "285": "4A$ 5B£ A1¯ B0¢ B1[ BA^ BC~",
  "297":
    "44@ 48\\ 4A° 4F! 51{ 54} 5A§ 5F^ 6Aù 79µ 7B£ 7Cà 90[ A0` A1¨ B0¢ B1# B5] BA¬ " +
    "BB| BD~ C0é D0è DD¦ E0ç",
  "500": "4A[ 4F! 5A] 5F^ B0¢ BA¬ BB|",
  "1047": "5F^ AD[ B0¬ BAÝ BB¨ BD]",
};

/** Pages that are another one with the sign of the euro in place of that for any currency. */
const EURO_PAGES: Readonly<Record<string, string>> = {
  "1140": "037",
  "1141": "273",
  "1142": "277",
  "1144": "280",
  "1145": "284",
  "1146": "285",
  "1147": "297",
  "1148": "500",
};
const ANY_CURRENCY = 0xa4;
const EURO = 0x20ac;
const NAME = /^(?:cp|ibm-?)?0*(\d{2,4})$/;

/** The character of each byte in an EBCDIC page such as `cp037` or `IBM1047`, if it is one. */
export function ebcdicTable(encoding: string): Uint16Array | undefined {
  const page = NAME.exec(encoding.toLowerCase())?.[1]?.padStart(3, "0") ?? "";
  const base = Object.hasOwn(EURO_PAGES, page) ? EURO_PAGES[page] : page;
  const differences = base !== undefined && Object.hasOwn(DIFFERENCES, base) && DIFFERENCES[base];
  if (typeof differences !== "string") return undefined;
  const table = Uint16Array.from(Buffer.from(PAGE_037, "hex"));
  for (const difference of differences.split(" ").filter((one) => one !== ""))
    table[Number.parseInt(difference.slice(0, 2), 16)] = difference.charCodeAt(2);
  if (base === page) return table;
  return table.map((code) => (code === ANY_CURRENCY ? EURO : code));
}

/** The pages by their names, for hints. */
export const EBCDIC_PAGES: readonly string[] = [
  ...Object.keys(DIFFERENCES),
  ...Object.keys(EURO_PAGES),
].map((page) => `cp${page}`);
