import { countText, grouped } from "../report/figures.ts";
import { noteLine } from "./terminal.ts";

const NOTE_MS = 5000;

/** A note every few seconds, so that a big fixture does not look stuck. */
export function progressNotes(records: number, noun: string): (done: number) => void {
  let notedMs = performance.now();
  return (done) => {
    if (performance.now() - notedMs < NOTE_MS) return;
    notedMs = performance.now();
    noteLine(`${grouped(done)} of ${countText(records, noun)}`);
  };
}
