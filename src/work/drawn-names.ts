import { type Frame, PLACED_STRIDE } from "../model/frame.ts";

/**
 * What a page or form draws by name, each name once: master art, images, static forms, such as `A0
 * I2 I10 S1`; empty if it draws none. Equal sets of drawings have equal texts.
 */
export function drawnNames({ master, images, imageCount, forms, formCount }: Frame): string {
  const art = master < 0 ? "" : `A${master}`;
  if (imageCount === 0 && formCount === 0) return art;
  const placed = [...names("I", images, imageCount), ...names("S", forms, formCount)];
  return (art === "" ? placed : [art, ...placed]).join(" ");
}

function names(kind: "I" | "S", placed: Int32Array, count: number): string[] {
  const indexes = new Set<number>();
  for (let item = 0; item < count; item += 1) indexes.add(placed[item * PLACED_STRIDE] as number);
  return [...indexes].sort((a, b) => a - b).map((index) => `${kind}${index}`);
}

/** The same with one more image. */
export function withImage(drawn: string, image: number): string {
  const names = drawn.split(" ").filter((name) => name !== "" && name !== `I${image}`);
  const before = names.filter((name) => name.startsWith("A") || isBefore(name, image));
  return [...before, `I${image}`, ...names.slice(before.length)].join(" ");
}

function isBefore(name: string, image: number): boolean {
  return name.startsWith("I") && Number(name.slice(1)) < image;
}
