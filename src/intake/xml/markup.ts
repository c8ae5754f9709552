/** The attributes of an element by their names as the file has them; without a prototype. */
export type XmlAttributes = Readonly<Record<string, string>>;

/** What a reader of markup meets, in the order of the document. */
export interface MarkupEvents {
  /** A start tag begins: its name has been read. */
  start(name: string): void;
  open(name: string, attributes: XmlAttributes): void;
  /** A text, or a part of one. */
  text(text: string): void;
  close(name: string): void;
}
