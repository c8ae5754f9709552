/**
 * What pages draw on and every spool of a run holds alike: a font, an image, static art, a colour,
 * and the lists of what single pages draw.
 * It is written down when it is made, so that every spool can be held against it later.
 */
export interface SharedResource {
  /** As pages name it: `F0`, `I0`, `S0`, `A0` or `C0`; or `R0`, a page's own resources. */
  readonly name: string;
  /** What its dictionaries say, such as `form 61200 79200`; see `resourceEntries`. */
  readonly entries: string;
  /** SHA-256 by part: of a stream's unpacked bytes, or of a font's widths as text. */
  readonly sha256: Readonly<Record<string, string>>;
}
