import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const ORACLE = fileURLToPath(new URL("oracle.py", import.meta.url));
const NEEDED = "import zoneinfo, decimal; zoneinfo.ZoneInfo('America/New_York')";

/** Whether there is a Python that knows time zones. */
export function hasPython(): boolean {
  return spawnSync("python3", ["-c", NEEDED]).status === 0;
}

/** What Python makes of the texts of requests, all in one process. */
export function askPython(requests: readonly object[]): readonly (readonly unknown[])[] {
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join("");
  const options = { input, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  const { stdout, stderr, status } = spawnSync("python3", [ORACLE], options);
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as readonly unknown[]);
}
