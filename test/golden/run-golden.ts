import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * `npm run golden` with `--update` for the references to be written anew and `--exact NAME` for one
 * case alone: vitest takes no flags of ours.
 */
const given = process.argv.slice(2);
const exact = given.indexOf("--exact");
const name = exact < 0 ? undefined : given[exact + 1];
const { status } = spawnSync(
  process.execPath,
  [
    fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url)),
    "run",
    "--config",
    "test/vitest.config.ts",
    "test/golden",
    ...(name === undefined ? [] : ["-t", `(^| )${name}$`]),
  ],
  {
    stdio: "inherit",
    env: { ...process.env, ...(given.includes("--update") && { GOLDEN_UPDATE: "1" }) },
  },
);
process.exitCode = status ?? 1;
