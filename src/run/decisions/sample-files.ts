import type { AuditEntry } from "../../model/audit.ts";
import { detailsOf } from "../../model/decision-details.ts";
import type { RunFolder } from "../folder/run-folder.ts";

/** The files of a sample, by what is in them. */
export const SAMPLE_FILES = {
  sample: "sample.json",
  pages: "sample.pdf",
  review: "review.html",
  verdicts: "verdicts.json",
} as const;

/** The folder of a sample, by its number. */
export function sampleFolder({ samples }: Pick<RunFolder, "samples">, number: number): string {
  return `${samples}/${String(number).padStart(3, "0")}`;
}

/** All files that samples may have, by the audit log. */
export function sampleFiles(folder: RunFolder, entries: readonly AuditEntry[]): string[] {
  const drawn = entries.flatMap((entry) => {
    const details = detailsOf(entry, "sample");
    return details?.change === "draw" ? [details.number] : [];
  });
  return drawn.flatMap((number) =>
    Object.values(SAMPLE_FILES).map((name) => `${sampleFolder(folder, number)}/${name}`),
  );
}
