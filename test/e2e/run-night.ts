import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nightpressProcess } from "../kit/command.ts";
import { Night } from "./night-steps.ts";

/** Works through a night and prints every command with what it says: `npm run night`. */
const { values } = parseArgs({
  options: {
    records: { type: "string", default: "2000" },
    out: { type: "string" },
  },
});
const records = Number(values.records);
const isLarge = records >= 20_000;
const folder = values.out ?? mkdtempSync(join(tmpdir(), "nightpress-night-"));
const night = new Night({
  folder,
  command: nightpressProcess,
  records,
  badPercent: isLarge ? 0.3 : 2,
  suppressed: isLarge ? 50 : 6,
  damaged: isLarge ? 40 : 8,
  redriven: isLarge ? 12 : 3,
  pulled: 3,
  tell: (command, output) => process.stdout.write(`$ ${command}\n${output}\n`),
});
night.prepare();
await night.check();
await night.compose();
await night.approve();
await night.suppressAndAssemble();
await night.release();
await night.reimage();
await night.reprintDamaged();
await night.redrive();
await night.pull();
await night.mailed();
await night.close();
await night.lookBack();
process.stdout.write(`The night's shop lies in ${folder}\n`);
