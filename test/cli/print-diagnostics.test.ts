import { writeFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { diagnostic } from "../../src/base/diagnostic.ts";
import { countsText, diagnosticsText } from "../../src/cli/print-diagnostics.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder();

/** No terminal, so no colours. */
const stream = new PassThrough() as unknown as NodeJS.WriteStream;
const file = `${folder}/layout.yaml`;
writeFileSync(file, 'layout: x\nblocks:\n\t- text: "{acount.number}"\n');

it("shows the place, the line with a caret, the hint and the counts", () => {
  const source = { file, line: 3, column: 10, path: "blocks.0.text" };
  const hint = "did you mean account?";
  const found = diagnostic("layout.unknown-field", "There is no field.", { source, hint });
  const warning = diagnostic("layout.sms-too-long", "Odd.", { severity: "warning" });
  expect(diagnosticsText([found, warning], stream)).toBe(
    [
      `${file}:3:10: error layout.unknown-field`,
      "  There is no field.",
      '     3 |  - text: "{acount.number}"',
      "       |          ^",
      "  hint: did you mean account?",
      "",
      "warning layout.sms-too-long",
      "  Odd.",
      "",
      "1 error, 1 warning",
    ].join("\n"),
  );
});

it("stands a place that is not there", () => {
  const gone = { file: `${folder}/gone.yaml`, line: 3, column: 1 };
  const past = { file, line: 99, column: 1 };
  const text = diagnosticsText(
    [gone, past].map((source) => diagnostic("input.format", "No.", { source })),
    stream,
  );
  expect(text).not.toContain("|");
  expect(text).toContain("gone.yaml:3:1: error input.format");
  expect(text.endsWith("\n2 errors")).toBe(true);
});

it("never shows a line of input data", () => {
  const data = { file, line: 3, byteOffset: 20, record: 0, field: "account.id" };
  const text = diagnosticsText([diagnostic("data.missing-key", "No key.", { data })], stream);
  expect(text).toContain(`${file}:3, account.id: error data.missing-key`);
  expect(text).not.toContain("acount");
  const json = diagnosticsText(
    [diagnostic("input.format", "No.", { data: { ...data, line: 0 } })],
    stream,
  );
  expect(json).toContain(`${file}, record 0, account.id`);
});

it("counts nothing as no errors", () => {
  expect(countsText([])).toBe("no errors");
});
