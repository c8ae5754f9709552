import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nightpressTurn } from "./nightpress-turn.ts";
import { peerTurn } from "./peer-turn.ts";
import type { TurnRequest } from "./turn-request.ts";

// The program of a turn's process: the request is its argument, the result its output.
const request = JSON.parse(process.argv[2] ?? "null") as TurnRequest;
const folder = mkdtempSync(join(tmpdir(), "nightpress-bench-"));
const clear = (): void => rmSync(folder, { recursive: true, force: true });

// A bench that is stopped must not leave gigabytes behind.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    clear();
    process.exit(130);
  });
}

try {
  const result =
    request.kind === "peer"
      ? await peerTurn(request, folder)
      : await nightpressTurn(request, folder);
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  clear();
}
