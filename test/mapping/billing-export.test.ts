import { expect, test } from "vitest";
import { readMapped } from "./mapped-job.ts";

const INPUT = `format: csv
file: export.csv
encoding: windows-1252
delimiter: ";"
dialect: { trailing-delimiter: true }
key: id
order: key
columns:
  ACCT_NO: id
  CUST_NAME: [name, address.lines.0]
  ADDR1: address.lines.1
  ADDR2: address.lines.2
  ZIP: [{ to: address.zip, part: zip }, { to: address.plus4, part: plus4 }]
  PAPERLESS: { to: paperless, boolean: { true: Y, false: N } }
  DUE_DT: { to: due, date: MM/DD/YYYY }
  TOT_DUE: { to: total, money: "(1,234.56)" }
  NOTE: note
fields:
  address.lines.3: { join: "{CITY}, {STATE} {ZIP}" }
details:
  - into: lines
    file: charges.csv
    encoding: windows-1252
    delimiter: ";"
    dialect: { trailing-delimiter: true }
    key-column: ACCT_NO
    columns:
      CHG_DT: { to: date, date: MM/DD/YYYY }
      CHG_TXT: text
      CHG_AMT: { to: amount, money: "(1,234.56)" }
expect:
  trailer: { marker: TRL, at: 1, records: 2, sums: { total: 3 }, as-of: 4 }
`;

/** What a billing system sends: rows with a delimiter behind each, CRLF, blank lines, a trailer. */
const EXPORT = [
  "ACCT_NO;CUST_NAME;ADDR1;ADDR2;CITY;STATE;ZIP;PAPERLESS;DUE_DT;TOT_DUE;NOTE;",
  '"0004000000";"Ana García";"4507 Market Blvd";"Apt 7C";"Springfield";IL;"62702-9675";Y;11/15/2026;"1,212.95";"";',
  "",
  '"0004000037";"Nuñez Smith";"7360 Elm Ct";"";"Boston";MA;"02139-0606";N;11/15/2026;"(20.05)";"On\r\n10/28; ""ok""";',
  "",
  '"0004000074";"Łukasz";"5882 Lake Dr";"";"Springfield";IL;"62701";N;02/29/2028;"294.00";;',
  "TRL;3;1486.90;20261031;",
];
const CHARGES = [
  "ACCT_NO;CHG_DT;CHG_TXT;CHG_AMT;",
  '"0004000074";10/28/2026;"Water";"294.00";',
  '"0004000000";10/01/2026;"Base charge";"1,233.00";',
  '"0004000000";10/30/2026;"Adjustment ""leak; 3/4"" pipe""";"(20.05)";',
];

/** Windows-1252 is Latin-1 where these texts go; what it does not have is a question mark. */
function bytes(lines: readonly string[]): Uint8Array {
  const text = lines.map((line) => `${line}\r\n`).join("");
  return Buffer.from(text.replaceAll(/[^\0-\xff]/g, "?"), "latin1");
}

const FILES = { "export.csv": bytes(EXPORT), "charges.csv": bytes(CHARGES) };

test("a billing system's export is read as it is", () => {
  const { values, rejects } = readMapped(INPUT, FILES);
  expect(rejects).toEqual([]);
  expect(values).toEqual([
    {
      id: "0004000000",
      name: "Ana García",
      address: {
        lines: ["Ana García", "4507 Market Blvd", "Apt 7C", "Springfield, IL 62702-9675"],
        zip: "62702",
        plus4: "9675",
      },
      paperless: true,
      due: "2026-11-15",
      total: "1212.95",
      lines: [
        { date: "2026-10-01", text: "Base charge", amount: "1233.00" },
        { date: "2026-10-30", text: 'Adjustment "leak; 3/4" pipe"', amount: "-20.05" },
      ],
    },
    {
      id: "0004000037",
      name: "Nuñez Smith",
      address: {
        lines: ["Nuñez Smith", "7360 Elm Ct", "Boston, MA 02139-0606"],
        zip: "02139",
        plus4: "0606",
      },
      paperless: false,
      due: "2026-11-15",
      total: "-20.05",
      note: 'On\r\n10/28; "ok"',
      lines: [],
    },
    {
      id: "0004000074",
      name: "?ukasz",
      address: { lines: ["?ukasz", "5882 Lake Dr", "Springfield, IL 62701"], zip: "62701" },
      paperless: false,
      due: "2028-02-29",
      total: "294.00",
      lines: [{ date: "2026-10-28", text: "Water", amount: "294.00" }],
    },
  ]);
});

test("its trailer holds the converted sum, and a bad row costs itself", () => {
  const wrong = EXPORT.map((line) => line.replace("1486.90", "1486.91"));
  expect(() => readMapped(INPUT, { ...FILES, "export.csv": bytes(wrong) })).toThrow(
    "the sum of total is not what the trailer says",
  );
  const bad = EXPORT.map((line) => line.replace('N;11/15/2026;"(20', 'X;15.11.2026;"(20'));
  const { values, rejects } = readMapped(INPUT, { ...FILES, "export.csv": bytes(bad) });
  expect(values).toHaveLength(2);
  expect(rejects).toMatchObject([{ key: "0004000037", line: 4, code: "data.not-converted" }]);
  expect(rejects[0]?.diagnostics.map(({ data }) => data?.field)).toEqual(["due", "paperless"]);
});
