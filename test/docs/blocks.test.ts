import { readdirSync } from "node:fs";
import { parse } from "yaml";
import { expect, test } from "vitest";
import { blockSchemas } from "../../src/layout/blocks/block-schema.ts";
import { lintLayout } from "../../src/shop/lint-layout.ts";
import {
  blockExamples,
  BLOCKS_PAGE,
  blocksPage,
  PICTURES,
  samplesFolder,
} from "./block-examples.ts";
import { projectFolder, readDocument } from "./documents.ts";

const { examples } = blockExamples();

test("there is an example of every kind of block", () => {
  const keys = examples.flatMap(({ source }) => (parse(source) as object[]).flatMap(Object.keys));
  const missing = Object.keys(blockSchemas).filter((kind) => !keys.includes(kind));
  // It shows nothing.
  expect(missing).toEqual(["page-break"]);
});

test("the page shows each example with its picture; `npm run pictures` makes both", () => {
  expect(readDocument(BLOCKS_PAGE)).toBe(blocksPage(examples));
  const pictures = examples.map(({ name }) => `${name}.png`).sort();
  expect(readdirSync(`${projectFolder}/${PICTURES}`).sort()).toEqual(pictures);
});

test("the examples compose as they stand", async () => {
  const { diagnostics } = await lintLayout(samplesFolder);
  // Its styles and colours are for all examples, those to come, too.
  const found = diagnostics.filter(({ code }) => code !== "layout.unused-name");
  expect(found.map(({ message }) => message)).toEqual([]);
});
