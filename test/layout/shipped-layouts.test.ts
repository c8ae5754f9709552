import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { host, root, shared } from "./support.ts";

const folder = `${root}/layouts`;
const names = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => /^[^/]+\/layout\.yaml$/.test(path))
  .map((path) => path.slice(0, path.indexOf("/")));

test.each(names)("%s checks without any diagnostic", (name) => {
  const { plan, diagnostics } = checkLayout(host, `${folder}/${name}`, shared);
  expect(diagnostics).toEqual([]);
  expect(plan?.name).toBe(name);
});
