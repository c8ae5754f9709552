import type { ConvertFault, NameStep } from "../../model/converter.ts";
import { outerTrim } from "./outer-trim.ts";

const SUFFIX = /^(?:jr|sr|ii|iii|iv|v|md|m\.d|phd|ph\.d|dds|esq|cpa)\.?$/i;

const UNCLEAR: ConvertFault = Object.freeze({
  expected: "a name written `Last, First` or `Last, First, Suffix`",
});

interface Name {
  readonly first: string;
  readonly last: string;
  readonly suffix: string;
}

/** One part of a name written `Last, First`, or the whole of it as people write it. */
export function splitName(text: string, part: NameStep["part"]): string | ConvertFault {
  const name = readName(text);
  if (name === undefined) return UNCLEAR;
  if (part === "first") return name.first;
  const last = [name.last, name.suffix];
  const words = part === "last" ? last : [name.first, ...last];
  return words.filter((word) => word !== "").join(" ");
}

/** A text without a comma, such as that of a company, is one name. */
function readName(text: string): Name | undefined {
  const [last = "", first = "", suffix = "", ...more] = text.split(",", 4).map(outerTrim);
  if (more.length > 0) return undefined;
  if (suffix !== "" && SUFFIX.test(first) && !SUFFIX.test(suffix))
    return { last, first: suffix, suffix: first };
  if (suffix !== "" && !SUFFIX.test(suffix)) return undefined;
  return { last, first, suffix };
}
