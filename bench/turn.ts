import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nightpressTurn } from "./nightpress-turn.ts";
import { peerTurn } from "./peer-turn.ts";
import { plainTurn } from "./plain-turn.ts";
import type { TurnRequest, TurnResult } from "./turn-request.ts";

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
  const result = await turnOf(request);
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  clear();
}

function turnOf(turn: TurnRequest): Promise<TurnResult> {
  switch (turn.kind) {
    case "peer":
      return peerTurn(turn, folder);
    case "plain":
      return plainTurn(turn);
    case "nightpress":
      return nightpressTurn(turn, folder);
  }
}
