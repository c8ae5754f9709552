import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { runJob, verifyStoredRun } from "../kit/in-process.ts";
import { filesBelow } from "./e2e-run.ts";
import { hasPrograms, readPageTexts } from "./page-words.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

const { resolve } = createRequire(import.meta.url);
const INTER = resolve("@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2");

test("a run keeps plain files of its packed fonts, and needs the layout's no more", async () => {
  const record = { id: "R1", by: "paper", due: "12.50", address: addressOf({ zip: "62704" }) };
  const job = writeSmallJob({ currency: "USD", lines: [JSON.stringify(record)] });
  const layout = /^layout: (.*)$/m.exec(readFileSync(job, "utf8"))?.[1] ?? "";
  const fonts = `${layout}/fonts`;
  mkdirSync(fonts);
  copyFileSync(INTER, `${fonts}/inter.woff2`);
  const heavy = "{ file: inter.woff2, axes: { wght: 640 } }";
  const text = readFileSync(`${layout}/layout.yaml`, "utf8");
  const family = `sans: { regular: inter.woff2, bold: ${heavy} }`;
  writeFileSync(`${layout}/layout.yaml`, text.replace(/sans: .*/, family));
  const report = await runJob(job, { out: `${dirname(job)}/out`, workers: 1 });
  expect(report.verification?.state).toBe("verified");
  const kept = filesBelow(`${report.out}/fonts`, ".ttf").map((file) => file.split("/").at(-1));
  expect(kept).toEqual(["0-sans.ttf", "1-sans-bold.ttf"]);
  rmSync(fonts, { recursive: true });
  const again = await verifyStoredRun(report.out);
  expect(again.verification?.breaches).toEqual([]);
  expect(again.verification?.notChecked).toEqual([]);
  if (!hasPrograms("pdftotext", "pdffonts")) return;
  const [spool = ""] = filesBelow(`${report.out}/print`, ".pdf");
  expect(readPageTexts(spool, 1).join()).toMatch(/12\.50/);
  expect(execFileSync("pdffonts", [spool], { encoding: "utf8" })).toMatch(/\+Inter/);
});
