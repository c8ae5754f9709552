import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** Only what a turn needs is loaded: all the rest would be in its time and its memory. */
async function turnOf(turn: TurnRequest): Promise<TurnResult> {
  switch (turn.kind) {
    case "peer":
      return (await import("./peer-turn.ts")).peerTurn(turn, folder);
    case "plain":
      return (await import("./plain-turn.ts")).plainTurn(turn);
    case "reading":
      return (await import("./reading/reading-turn.ts")).readingTurn(turn, folder);
    case "parsing":
      return (await import("./reading/parsing-turn.ts")).parsingTurn(turn);
    case "nightpress":
      return (await import("./nightpress-turn.ts")).nightpressTurn(turn, folder);
  }
}
