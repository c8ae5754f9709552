import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { zipBytes } from "../../fixtures/xlsx-file.ts";
import { chosenRejects } from "../../src/desk/rejects/chosen-rejects.ts";
import type { DecisionSession } from "../../src/run/decisions/decision-session.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import type { RejectItem } from "../../src/run/rejects/reject-items.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("chosen");
const ITEMS = ["1234", "00077", "9"].map(
  (key, ordinal) => ({ ordinal, key, state: "open", child: 0, code: "data.x" }) as RejectItem,
);
/** A run whose job takes the zeros before its keys away. */
const DESK = {
  host: new NodeHost(),
  frozen: {
    job: {
      input: {
        key: "id",
        fields: {
          id: {
            source: { kind: "column", column: "ID" },
            convert: {
              steps: [{ step: "strip", at: "start", character: "0" }],
              form: { kind: "text" },
            },
          },
        },
      },
    },
  },
} as unknown as DecisionSession;

function chosen(name: string, content: string | Uint8Array): Promise<number[]> {
  const from = `${folder}/${name}`;
  writeFileSync(from, content);
  const found = chosenRejects(DESK, ITEMS, { from });
  return found.then((items) => items.map(({ ordinal }) => ordinal));
}

it("rejects are chosen by keys as they stand or as they are sent, in any list", async () => {
  expect(await chosen("a.txt", "0001234\n00077\n")).toEqual([0, 1]);
  const packed = await zipBytes(new Map([["l.csv", "ordinal\n2\n"]]));
  expect(await chosen("a.zip", packed)).toEqual([2]);
  expect(await chosen("a.ndjson", '{"key":"009"}\n')).toEqual([2]);
  expect(await laterRefusedCodes(chosen("b.txt", "5\n"))).toEqual(["reject.not-open"]);
});
