import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
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
  records,
  badPercent: isLarge ? 0.3 : 2,
  suppressed: isLarge ? 50 : 6,
  damaged: isLarge ? 40 : 8,
  redriven: isLarge ? 12 : 3,
  pulled: 3,
  tell: (command, output) => process.stdout.write(`$ ${command}\n${output}\n`),
});
night.prepare();
night.check();
night.compose();
night.approve();
night.suppressAndAssemble();
night.release();
night.reimage();
night.reprintDamaged();
night.redrive();
night.pull();
night.mailed();
night.close();
night.lookBack();
process.stdout.write(`The night's shop lies in ${folder}\n`);
