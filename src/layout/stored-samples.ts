import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";

/** A file in a layout's `samples` folder. */
export interface SampleFile {
  readonly name: string;
  readonly file: string;
  /** What it holds, a record or not; undefined if that is no JSON. */
  readonly value: unknown;
}

/** The JSON files in a layout's `samples` folder, by name. */
export function storedSamples(host: Host, layout: string): SampleFile[] {
  const folder = `${layout}/samples`;
  const names = host.list(folder).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => {
    const file = `${folder}/${name}`;
    return { name, file, value: jsonIn(host.readFile(file)) };
  });
}

/** Those named as usual ones come first: what they hold is what most records hold. */
export function usualFirst(samples: readonly SampleFile[]): SampleFile[] {
  const isUsual = ({ name }: SampleFile): boolean => name.startsWith("standard");
  return [...samples.filter(isUsual), ...samples.filter((one) => !isUsual(one))];
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8Text(bytes));
  } catch {
    return undefined;
  }
}

export function notJson(): Diagnostic {
  return diagnostic("layout.bad-sample", "The sample record is not JSON; write one object in it.");
}
