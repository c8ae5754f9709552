import { writeFileSync } from "node:fs";
import { askPython } from "./ask-python.ts";
import { drawTexts, oracleCases } from "./oracle-cases.ts";

// Writes vectors.ndjson anew, from what Python says: `node test/mapping/convert/record-vectors.ts`.
const SEED = 7;
const cases = oracleCases().map((one) => ({ ...one, texts: drawTexts(one, 40, SEED) }));
const answers = askPython(cases.map(({ request, texts }) => ({ ...request, texts })));
const lines = cases.map(({ name, texts }, index) => {
  const pairs = texts.map((text, at) => [text, answers[index]?.[at]]);
  return `${JSON.stringify({ name, pairs })}\n`;
});
writeFileSync(new URL("vectors.ndjson", import.meta.url), lines.join(""));
