import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { nodeFault } from "../../src/base/node-version.js";

const manifest = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { engines: { node: string } };

// Each was tried with a production run: those refused fail at its end, by numbered parameters.
test.each(["22.20.0", "22.23.5", "24.7.0", "24.21.0", "25.0.0", "26.12.1"])(
  "Node %s can run the program",
  (version) => expect(nodeFault(version)).toBeUndefined(),
);

test.each(["14.21.3", "20.19.0", "21.7.3", "22.5.0", "22.19.0", "23.11.1", "24.0.0", "24.6.0"])(
  "Node %s cannot, and the reason names it and what to install",
  (version) => expect(nodeFault(version)).toMatch(new RegExp(`^Node ${version}.+24\\.7 or newer`)),
);

test("package.json says the same to npm", () => {
  expect(manifest.engines.node).toBe("^22.20.0 || >=24.7.0");
});
