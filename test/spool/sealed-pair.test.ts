import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sealedPair } from "../../src/spool/sealed-pair.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { TestHost } from "./test-host.ts";

const DATA = "the spool's bytes";
const SHA256 = createHash("sha256").update(DATA).digest("hex");
const LIST = `type,pieces,sha256\r\nP,1,\r\nT,1,${SHA256}\r\n`;

/** What is found of a spool and its list, where an undefined file is not there. */
function found(data: string | undefined, list: string | undefined) {
  const folder = temporaryFolder();
  const paths = [`${folder}/spool.pdf`, `${folder}/spool.csv`] as const;
  if (data !== undefined) writeFileSync(paths[0], data);
  if (list !== undefined) writeFileSync(paths[1], list);
  const pair = sealedPair(new TestHost(), ...paths);
  rmSync(folder, { recursive: true });
  return pair;
}

test("a spool and the list that was written for it are a pair", () => {
  const totals = new Map([
    ["type", "T"],
    ["pieces", "1"],
    ["sha256", SHA256],
  ]);
  expect(found(DATA, LIST)).toEqual({ bytes: DATA.length, sha256: SHA256, totals });
});

test.each([
  ["a spool without a list", DATA, undefined],
  ["a list without a spool", undefined, LIST],
  ["neither", undefined, undefined],
  ["another spool", "the spool's byte5", LIST],
  ["a list that was cut before its totals", DATA, LIST.slice(0, LIST.indexOf("T,"))],
  ["an empty list", DATA, ""],
  ["a list whose quotes are torn", DATA, `${LIST}"`],
])("%s is no pair", (_, data, list) => {
  expect(found(data, list)).toBeUndefined();
});
