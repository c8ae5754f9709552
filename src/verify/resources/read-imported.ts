import { sha256 } from "../../base/hash.ts";
import { idOf } from "../file/cross-references.ts";
import { type PdfDictionary, PdfName, PdfReference, type PdfValue } from "../file/pdf-syntax.ts";
import { isArray, isDictionary } from "../file/pdf-values.ts";
import type { ResourceSource } from "./resource-source.ts";
import { printable, valueText } from "./value-forms.ts";

/** Keys with which a page could do something, or depend on something outside of the spool. */
const NEVER: ReadonlySet<string> = new Set([
  "JS",
  "JavaScript",
  "AA",
  "OC",
  "PS",
  "Ref",
  "F",
  "Parent",
]);
const DEPTH_MAX = 40;

/**
 * The digest of all that an imported page draws with: each object by what it says and by what it
 * names in turn, down to the bytes of its fonts and images.
 */
export class ImportedReader {
  readonly #source: ResourceSource;
  readonly #what: string;
  /** By object: its digest; empty while it is read. */
  readonly #digests = new Map<number, string>();

  constructor(source: ResourceSource, what: string) {
    this.#source = source;
    this.#what = what;
  }

  digest(resources: PdfValue): string {
    return sha256(this.#text(resources, 0));
  }

  #text(value: PdfValue | undefined, depth: number): string {
    if (value === null || value === undefined || typeof value === "boolean") return String(value);
    if (typeof value === "number") return plainNumber(value);
    if (typeof value === "string") return `<${Buffer.from(value, "latin1").toString("hex")}>`;
    if (value instanceof PdfName) return named(value.text);
    if (value instanceof PdfReference) return `(${this.#object(value, depth)})`;
    if (isArray(value)) return `[${value.map((item) => this.#text(item, depth + 1)).join(" ")}]`;
    return isDictionary(value) ? `<<${this.#entries(value, depth, [])}>>` : "";
  }

  #entries(entries: PdfDictionary, depth: number, without: readonly string[]): string {
    let text = "";
    for (const [key, value] of entries) {
      if (without.includes(key)) continue;
      if (NEVER.has(key))
        this.#refuse(0, `it has the key /${printable(key)}, which is never written`);
      text += `${named(key)} ${this.#text(value, depth + 1)}`;
    }
    return text;
  }

  #object(reference: PdfReference, depth: number): string {
    const id = idOf(reference);
    const known = this.#digests.get(id);
    if (known !== undefined) return known === "" ? this.#refuse(id, "it names itself") : known;
    if (depth > DEPTH_MAX) return this.#refuse(id, "its objects are nested too deep");
    this.#digests.set(id, "");
    const digest = this.#read(id, depth);
    this.#digests.set(id, digest);
    return digest;
  }

  #read(id: number, depth: number): string {
    const { value, content } = this.#source.any(id) ?? {};
    if (value === undefined) return this.#refuse(id, "it cannot be read");
    if (content === undefined) return sha256(`${this.#text(value, depth + 1)} `);
    if (!isDictionary(value)) return this.#refuse(id, "its stream has no dictionary");
    const filter = valueText(value.get("Filter"));
    if (filter !== "/FlateDecode" && filter !== "/DCTDecode")
      return this.#refuse(id, "its stream is packed in another way");
    const packed = `${filter === "/DCTDecode" ? "jpeg" : "flate"} ${sha256(content)}`;
    const text = `<<${this.#entries(value, depth + 1, ["Filter", "Length"])}>>`;
    return sha256(`${text} ${packed}`);
  }

  #refuse(id: number, fault: string): string {
    this.#source.refuse(id, this.#what, fault);
    return "";
  }
}

/** A number as files have it, without an exponent. */
function plainNumber(value: number): string {
  const text = String(value);
  const at = text.indexOf("e-");
  if (at < 0) return text;
  const figures = text.slice(0, at).replaceAll(/[-.]/g, "");
  const zeros = "0".repeat(Number(text.slice(at + 2)) - 1);
  return `${value < 0 ? "-" : ""}0.${zeros}${figures}`;
}

function named(text: string): string {
  const escaped = text.replaceAll(/[^A-Za-z0-9_.+-]/g, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return `#${code.padStart(2, "0")}`;
  });
  return `/${escaped}`;
}
