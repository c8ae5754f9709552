import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { defined } from "../base/assert.ts";
import type { StopSignal } from "../compose/stop-signal.ts";
import { openLayout, type OpenLayoutOptions } from "./open-layout.ts";
import type { ComposedLetter, LetterRequest, OpenLayout } from "./opened-layout.ts";

/** The layouts that a thread composes with: their folders by their names. */
export interface LetterSetup {
  readonly folders: Readonly<Record<string, string>>;
  readonly options: OpenLayoutOptions;
}

/** A record to be composed: as a value, or as the bytes of its JSON. */
export interface LetterCall {
  readonly layout: string;
  readonly record: { readonly value: unknown } | { readonly json: Uint8Array };
  readonly request: Omit<LetterRequest, "signal">;
}

/** A letter as another thread hands it over; who asked for it has its values. */
export type HandedLetter = Omit<ComposedLetter, "values"> & {
  /** Whether the record matched the layout's data, so that it could be composed at all. */
  readonly isComposed: boolean;
};

/** An error's class does not survive the way out of a thread, but what it says does. */
export type LetterAnswer = HandedLetter | { readonly unusable: readonly Diagnostic[] };

type AnswerLetter = (call: LetterCall, stop: StopSignal) => LetterAnswer;

/** Opens the layouts in this thread; gives what composes with them. */
export async function openCalls({ folders, options }: LetterSetup): Promise<AnswerLetter> {
  const layouts = new Map<string, OpenLayout>();
  for (const [name, folder] of Object.entries(folders))
    layouts.set(name, await openLayout(folder, options));
  return ({ layout, record, request }, signal) => {
    const read = "json" in record ? readJson(record.json) : record;
    if (!("value" in read)) return { ...read, isComposed: false };
    const open = defined(layouts.get(layout), "a layout that was opened");
    try {
      const { values, ...letter } = open.compose(read.value, { ...request, signal });
      return { ...letter, isComposed: values !== undefined };
    } catch (error) {
      if (error instanceof UsageError) return { unusable: error.diagnostics };
      throw error;
    }
  };
}

/** The pages: a letter's own bytes, of which this thread keeps nothing. */
export function handedOver(answer: LetterAnswer): readonly ArrayBuffer[] {
  const { pdf } = "unusable" in answer ? {} : answer;
  const buffer = pdf?.buffer;
  return buffer instanceof ArrayBuffer && buffer.byteLength === pdf?.byteLength ? [buffer] : [];
}

/** Neither message quotes what could not be read: that may be anybody's data. */
function readJson(bytes: Uint8Array): { readonly value: unknown } | ComposedLetter {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return unread("data.bad-utf8", "The record is not in UTF-8.");
  }
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return unread("data.json-syntax", "The record is no JSON.");
  }
}

function unread(code: "data.bad-utf8" | "data.json-syntax", message: string): ComposedLetter {
  return { pages: 0, messages: {}, diagnostics: [diagnostic(code, message)] };
}
