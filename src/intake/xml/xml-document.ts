import { UsageError } from "../../base/diagnostic.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile } from "../copy/foreign-source.ts";
import { XmlParser, type XmlEvents } from "./xml-parser.ts";
import {
  byteCounterOf,
  isXmlEncodingKnown,
  readXmlHead,
  XmlBytesError,
  xmlEncodingOf,
  xmlText,
} from "./xml-text.ts";

/** An XML file that is read piece by piece, with the places of what is in it. */
export class XmlDocument {
  readonly parser: XmlParser;
  readonly #file: ForeignFile;

  constructor(file: ForeignFile, events: XmlEvents) {
    this.#file = file;
    this.parser = new XmlParser(file.file, events);
  }

  /** Reads the document; between its pieces, what has been read so far can be taken. */
  *pieces(): Generator<void> {
    try {
      yield* this.#read();
    } catch (error) {
      if (!(error instanceof XmlBytesError)) throw error;
      throw this.parser.refusal("has bytes that are not text in its encoding");
    }
  }

  *#read(): Generator<void> {
    const { open } = this.#file;
    const encoding = xmlEncodingOf(readXmlHead(open));
    if (!isXmlEncodingKnown(encoding)) throw unknownEncoding(this.#file.file);
    this.parser.places.countBytes(byteCounterOf(encoding), encoding.bomBytes);
    for (const text of xmlText(open, encoding)) {
      this.parser.write(text);
      yield;
    }
    this.parser.end();
    yield;
  }
}

function unknownEncoding(file: string): UsageError {
  const message = "the XML declares an encoding that is not known";
  const hint = "have its sender write UTF-8";
  return new UsageError([inputFinding("input.format", message, { file, line: 1 }, hint)]);
}
