import { dateString, textString } from "./strings.ts";

/** What a PDF file says of itself. */
export interface DocumentInfo {
  readonly title: string;
  /** Version of the program that made it. */
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly day: string;
}

/** The entries of a document information dictionary (ISO 32000-1, 14.3.3). */
export function documentInfo({ title, version, day }: DocumentInfo): string {
  const date = dateString(day);
  return (
    `/Title${textString(title)}/Producer${textString(`Nightpress ${version}`)}` +
    `/CreationDate${date}/ModDate${date}/Trapped/False`
  );
}
