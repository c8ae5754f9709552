import { hashValue, sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import type { VerifiedFont, VerifySetup } from "../../model/verification.ts";
import type { BreachList } from "../file/breach-list.ts";
import type { ReadFont } from "./read-font.ts";
import { BrokenFont, UnknownFont } from "../fonts/broken-font.ts";
import { FontFile } from "../fonts/font-file.ts";
import { proveFont, readOrSay } from "../fonts/prove-font.ts";

/** What was found about a font: its faults, or why nothing can be said. */
interface FoundFont {
  readonly faults: readonly string[];
  readonly notProven: string | undefined;
}

const byRun = new WeakMap<VerifySetup, FontProofs>();

/** The proofs of a run: its spools have the same fonts, so each is proven once. */
export function fontProofs(host: Host, setup: VerifySetup): FontProofs {
  const known = byRun.get(setup) ?? new FontProofs(host, setup.fonts);
  byRun.set(setup, known);
  return known;
}

/** Proves fonts of spools against the font files that the run began with. */
class FontProofs {
  readonly #host: Host;
  readonly #files: readonly VerifiedFont[];
  readonly #sources = new Map<string, FontFile | string>();
  readonly #found = new Map<string, FoundFont>();

  constructor(host: Host, files: readonly VerifiedFont[]) {
    this.#host = host;
    this.#files = files;
  }

  /** Reports what is wrong, and returns what could not be proven and why. */
  check(fonts: ReadonlyMap<string, ReadFont>, breaches: BreachList): readonly string[] {
    const notProven: string[] = [];
    for (const [name, font] of fonts) {
      const found = this.#proven(name, font);
      for (const fault of found.faults) {
        const message = `Object ${font.id}, font ${name}: ${fault}.`;
        breaches.add("verify.font-glyphs", message);
      }
      if (found.notProven !== undefined)
        notProven.push(`font ${name}: its glyphs were not proven, as ${found.notProven}`);
    }
    return notProven;
  }

  #proven(name: string, font: ReadFont): FoundFont {
    const key = hashValue({ name, parts: font.resource.sha256 });
    const known = this.#found.get(key) ?? this.#prove(Number(name.slice(1)), font);
    this.#found.set(key, known);
    return known;
  }

  #prove(index: number, { font }: ReadFont): FoundFont {
    const file = this.#files[index];
    if (file === undefined)
      return { faults: ["the layout has no such font"], notProven: undefined };
    const source = this.#sources.get(file.file) ?? this.#open(file);
    this.#sources.set(file.file, source);
    if (typeof source === "string") return { faults: [], notProven: source };
    try {
      return { faults: proveFont(font, source), notProven: undefined };
    } catch (error) {
      if (!isOfFile(error)) throw error;
      return { faults: [], notProven: `its file cannot be read: ${error.message}` };
    }
  }

  #open({ name, file, sha256: wanted }: VerifiedFont): FontFile | string {
    const host = this.#host;
    const bytes = host.exists(file) ? host.readFile(file) : undefined;
    if (bytes === undefined || sha256(bytes) !== wanted)
      return `the font file of \`${name}\` that the run began with is missing`;
    return readOrSay(`the font file of \`${name}\``, () => new FontFile(bytes));
  }
}

/** What is thrown concerns the font file; faults of what is in a spool are returned, not thrown. */
function isOfFile(error: unknown): error is Error {
  return [BrokenFont, UnknownFont, RangeError].some((kind) => error instanceof kind);
}
