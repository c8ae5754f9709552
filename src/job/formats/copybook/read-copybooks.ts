import { type Host, isFaultOfFile } from "../../../base/host.ts";
import { limits } from "../../../base/limits.ts";
import { absolute } from "../../../layout/absolute-path.ts";
import type { Path, YamlSource } from "../../../yaml/yaml-source.ts";
import type { FormedValue } from "../../file-values.ts";
import type { InputValue } from "../../job-schema.ts";
import type { FixedPartsValue } from "../field-schema.ts";
import { CopybookFault } from "./copybook-items.ts";
import { type ShapedFields, unrolledFields } from "./unrolled-fields.ts";
import { type CopybookChoice, type CopybookLayout, copybookLayout } from "./copybook-layout.ts";

interface Described extends CopybookChoice {
  readonly copybook?: string | undefined;
}

/** Puts the fields of copybooks into the input that names them, as if the job described them. */
export class CopybookReader {
  readonly #source: YamlSource;
  readonly #host: Host;
  readonly #folder: string;

  /** Copybooks are relative to the job's folder. */
  constructor(source: YamlSource, host: Host, folder: string) {
    this.#source = source;
    this.#host = host;
    this.#folder = folder;
  }

  described(input: InputValue): InputValue {
    const details = input.details?.map((detail, index) =>
      this.inFile(["input", "details", index], detail),
    );
    return { ...this.inFile(["input"], input), ...(details && { details }) };
  }

  /** A file beside the input, such as a list. */
  inFile<T extends FormedValue>(path: Path, file: T): T {
    const fixed = file.fixed && this.#inSection([...path, "fixed"], file.fixed, unrolledFields);
    const records = file.records && this.#inSection([...path, "records"], file.records, asIs);
    const types = records?.types && this.#inTypes([...path, "records", "types"], records.types);
    return {
      ...file,
      ...(fixed && { fixed }),
      ...(records && { records: { ...records, ...(types && { types }) } }),
    };
  }

  #inTypes<T extends Described>(path: Path, types: Readonly<Record<string, T>>): Record<string, T> {
    const described = Object.entries(types).map(([code, type]): [string, T] => {
      const layout = this.#layoutOf([...path, code], type);
      return [code, layout === undefined ? type : { ...type, fields: layout.fields }];
    });
    return Object.fromEntries(described);
  }

  /** The section with the copybook's fields, and the size of its records if nothing else tells. */
  #inSection<T extends Described & Framed>(path: Path, section: T, shape: typeof asIs): T {
    const layout = this.#layoutOf(path, section);
    if (layout === undefined) return section;
    const { fields, fault } = shape(layout.fields);
    if (fault !== undefined) this.#report([...path, "copybook"], fault);
    const size = section["record-bytes"] ?? layout.recordBytes;
    const isSized = section.prefix === undefined && size !== undefined;
    return { ...section, fields, ...(isSized && { "record-bytes": size }) };
  }

  #layoutOf(path: Path, described: Described): CopybookLayout | undefined {
    const { copybook } = described;
    if (copybook === undefined) return undefined;
    const at = [...path, "copybook"];
    const text = this.#read(at, absolute(this.#folder, copybook));
    if (text === undefined) return undefined;
    try {
      return copybookLayout(text, described);
    } catch (error) {
      if (!(error instanceof CopybookFault)) throw error;
      this.#report(at, `Line ${error.line} of the copybook: ${error.message}.`);
      return undefined;
    }
  }

  #read(at: Path, file: string): string | undefined {
    try {
      if (this.#host.sizeBytes(file) <= limits.layoutBytesMax)
        return Buffer.from(this.#host.readFile(file)).toString("latin1");
      this.#report(at, `The copybook is larger than ${limits.layoutBytesMax} bytes.`);
    } catch (error) {
      if (!isFaultOfFile(error)) throw error;
      this.#report(at, "The copybook cannot be read; name an existing file.");
    }
    return undefined;
  }

  #report(at: Path, message: string): void {
    this.#source.report("wrong-value", at, message);
  }
}

interface Framed {
  readonly "record-bytes"?: number | undefined;
  readonly prefix?: string | undefined;
}

function asIs(fields: FixedPartsValue): ShapedFields {
  return { fields };
}
