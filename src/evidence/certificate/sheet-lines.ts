import { type Mpt, points } from "../../base/units.ts";
import type { CertificateSheet, SheetRow } from "../../report/certificate-sheet.ts";

/** A line of text at its place within the page's margins. */
export interface SetLine {
  readonly text: string;
  readonly xMpt: Mpt;
  readonly baselineMpt: Mpt;
  readonly sizeMpt: Mpt;
  /** 0 regular, 1 bold. */
  readonly font: 0 | 1;
  /** 0 text, 1 muted, 2 good, 3 warning. */
  readonly color: 0 | 1 | 2 | 3;
}

/** Width of a text in a font, in 1/1000 em. */
export type WidthUnits = (text: string, font: 0 | 1) => number;

export interface SheetRoom {
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
}

type Style = Pick<SetLine, "sizeMpt" | "font" | "color">;

const TITLE: Style = { sizeMpt: points(20), font: 1, color: 0 };
const SUBJECT: Style = { sizeMpt: points(11), font: 0, color: 1 };
const CLAIM: Style = { sizeMpt: points(9), font: 0, color: 0 };
const SECTION: Style = { sizeMpt: points(9.5), font: 1, color: 0 };
const LABEL: Style = { sizeMpt: points(8), font: 0, color: 1 };
const TEXT: Style = { sizeMpt: points(8), font: 0, color: 0 };
const CODE: Style = { sizeMpt: points(7.5), font: 0, color: 0 };
const LABEL_WIDTH_MPT = points(112);
const LEADING = 1.35;

/**
 * The lines of the page, from the top. Everything is set smaller if the page is not high enough.
 */
export function sheetLines(
  sheet: CertificateSheet,
  room: SheetRoom,
  width: WidthUnits,
): readonly SetLine[] {
  for (let percent = 100; percent > 40; percent -= 5) {
    const setter = new SheetSetter(room.widthMpt, width, percent / 100);
    if (setter.set(sheet) <= room.heightMpt) return setter.lines;
  }
  const smallest = new SheetSetter(room.widthMpt, width, 0.4);
  smallest.set(sheet);
  return smallest.lines;
}

class SheetSetter {
  readonly lines: SetLine[] = [];
  readonly #widthMpt: Mpt;
  readonly #width: WidthUnits;
  readonly #scale: number;
  #topMpt = 0;

  constructor(widthMpt: Mpt, width: WidthUnits, scale: number) {
    this.#widthMpt = widthMpt;
    this.#width = width;
    this.#scale = scale;
  }

  /** Sets the whole sheet; returns its height. */
  set({ title, subject, isTest, verdict, claims, sections }: CertificateSheet): Mpt {
    this.#paragraph(title, TITLE);
    this.#paragraph(`${subject}. ${isTest ? "TEST, NOT MAILABLE" : "PRODUCTION"}`, SUBJECT);
    this.#space(6);
    const color = verdict.tone === "good" ? 2 : 3;
    this.#paragraph(verdict.title, { sizeMpt: points(14), font: 1, color });
    for (const claim of claims) {
      this.#space(2);
      this.#paragraph(claim, CLAIM);
    }
    for (const section of sections) {
      this.#space(7);
      this.#paragraph(section.title, SECTION);
      for (const row of section.rows) this.#row(row);
    }
    return this.#topMpt;
  }

  #row({ label, text, isCode }: SheetRow): void {
    const topMpt = this.#topMpt;
    this.#paragraph(label, LABEL, 0, LABEL_WIDTH_MPT - points(6));
    const afterLabelMpt = this.#topMpt;
    this.#topMpt = topMpt;
    this.#paragraph(text, isCode === true ? CODE : TEXT, LABEL_WIDTH_MPT);
    this.#topMpt = Math.max(this.#topMpt, afterLabelMpt);
  }

  #paragraph(text: string, style: Style, xMpt: Mpt = 0, widthMpt = this.#widthMpt - xMpt): void {
    const sizeMpt = Math.floor(style.sizeMpt * this.#scale);
    for (const line of this.#broken(text, style.font, (widthMpt * 1000) / sizeMpt)) {
      const baselineMpt = this.#topMpt + sizeMpt;
      this.lines.push({ ...style, text: line, xMpt, baselineMpt, sizeMpt });
      this.#topMpt += Math.round(sizeMpt * LEADING);
    }
  }

  #space(count: number): void {
    this.#topMpt += Math.round(points(count) * this.#scale);
  }

  /** Lines as long as fit, broken between words; a word that is too long is broken anywhere. */
  #broken(text: string, font: 0 | 1, units: number): string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(" ").flatMap((one) => this.#cut(one, font, units))) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line === "" || this.#width(longer, font) <= units) {
        line = longer;
      } else {
        lines.push(line);
        line = word;
      }
    }
    return [...lines, line];
  }

  #cut(word: string, font: 0 | 1, units: number): string[] {
    if (this.#width(word, font) <= units) return [word];
    const parts: string[] = [];
    let part = "";
    for (const character of word) {
      if (part !== "" && this.#width(part + character, font) > units) {
        parts.push(part);
        part = "";
      }
      part += character;
    }
    return [...parts, part];
  }
}
