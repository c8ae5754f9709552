import { shellWord } from "../base/shell-word.ts";
import type { RunningRun } from "../model/running-run.ts";
import type { ShopRun } from "../model/shop-status.ts";

const WHO = "--by NAME --reason TEXT";

/** What to do next about a run, as a command; empty if there is nothing to do. */
export function nextStep(
  state: ShopRun["state"],
  folder: string,
  mode: ShopRun["mode"],
  running: RunningRun | undefined,
): string {
  switch (state) {
    case "composing":
    case "assembling":
      return running === undefined ? `nightpress resume ${shellWord(folder)}` : "";
    case "failed":
      return `nightpress verify ${shellWord(folder)}`;
    case "held-for-approval":
      return `nightpress approve ${shellWord(folder)} ${WHO}`;
    case "held-for-release":
      return `nightpress release ${shellWord(folder)} ${WHO}`;
    case "released":
      if (mode === "test") return "";
      return `nightpress mailed ${shellWord(folder)} --date DAY --statement FILE ${WHO}`;
    case "mailed":
    case "nothing-to-mail":
      return `nightpress close ${shellWord(folder)} ${WHO}`;
    default:
      return "";
  }
}
