import type { FileFinding } from "../model/inspection.ts";

/** What a look at a file cannot tell, so that somebody has to. The rows of details have no key. */
export function questionsAbout(file: Omit<FileFinding, "questions">, hasMaster: boolean): string[] {
  const all = [...file.columns, ...file.lists.flatMap(({ columns }) => columns)];
  return [
    ...all.flatMap(({ kind }) => (kind.doubt === "" ? [] : [`${kind.doubt}?`])),
    ...csvQuestions(file),
    ...(hasMaster ? [] : keyQuestions(file)),
  ];
}

const GIVEN_NAMES =
  "The header names some columns alike or not at all: what are those that were given a name?";

function csvQuestions({ csv, trailer }: Omit<FileFinding, "questions">): string[] {
  if (csv === undefined) return [];
  const { oddRows, firstOddLine, hasHeader, givenNames } = csv;
  return [
    ...(hasHeader ? [] : ["No row seems to name the columns: what are they?"]),
    ...(givenNames === undefined ? [] : [GIVEN_NAMES]),
    ...(oddRows === 0
      ? []
      : [`${oddRows} rows have more or fewer fields, the first in line ${firstOddLine}: why?`]),
    ...(trailer !== undefined && trailer.records === undefined
      ? [`Line ${trailer.line} is no row, and states no count of rows: is it a trailer?`]
      : []),
  ];
}

function keyQuestions({ keys, rows }: Omit<FileFinding, "questions">): string[] {
  if (rows < 2) return [];
  if (keys.length === 0) return ["No column is filled and different in all rows: what is the key?"];
  return keys.length === 1 ? [] : [`Which is the key: ${keys.join(", ")}?`];
}
