import type { YamlSource, Path } from "../../yaml/yaml-source.ts";

/** A message of a catalogue, and where it stands. */
export interface Message {
  readonly text: string;
  readonly path: Path;
  readonly source: YamlSource;
}

/** The texts of a layout in one locale. */
export interface Catalogue {
  readonly locale: string;
  /** The file, or the layout's own where the locale has none. */
  readonly source: YamlSource;
  readonly messages: ReadonlyMap<string, Message>;
  /** Whether it is that of the layout's own locale, which says what messages there are. */
  readonly isOwn: boolean;
  /** The messages that the layout's own locale has. */
  readonly ownNames: ReadonlySet<string>;
  /** Texts that are the same in every language, such as the sender's name. */
  readonly same: ReadonlySet<string>;
  /** The values that each used message shows. */
  readonly shown: Map<string, ReadonlySet<string>>;
}

const NAME = /^\$([a-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*)$/;

/** The name of the message that a text is, such as `$greeting`; undefined for any other text. */
export function messageName(text: string): string | undefined {
  return NAME.exec(text)?.[1];
}

/** Whether a name can be that of a message. */
export function isMessageName(name: string): boolean {
  return NAME.test(`$${name}`);
}

/** A text that begins with two `$` shows one. */
export function plainText(text: string): string {
  return text.startsWith("$$") ? text.slice(1) : text;
}
