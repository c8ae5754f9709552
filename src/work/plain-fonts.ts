import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import { FontError } from "../font/font-error.ts";
import type { FontPlan } from "../model/layout-plan.ts";
import { loadSubsetter } from "./load-subsetter.ts";

/** A font's file as a plain static one; or the fault that keeps it from becoming that. */
export type PlainFont = Uint8Array | FontError;

/**
 * What packed fonts hold, by their indices in the plan: unpacked, taken from collections, their
 * axes pinned. A run that has begun keeps them; plans without such fonts load no code for that.
 */
export async function plainFonts(
  host: Host,
  fonts: readonly FontPlan[],
): Promise<ReadonlyMap<number, PlainFont>> {
  const plain = new Map<number, PlainFont>();
  const isToMake = (font: FontPlan): boolean => font.packed !== undefined && !font.plain;
  if (!fonts.some(isToMake)) return plain;
  loadSubsetter(host);
  for (const [index, font] of fonts.entries())
    if (isToMake(font)) plain.set(index, await tryPlain(host, font));
  return plain;
}

async function tryPlain(host: Host, { id, file, packed }: FontPlan): Promise<PlainFont> {
  const { plainFont } = await import("../font/container/plain-font.ts");
  const isBold = /\/bold/.test(id);
  const isItalic = id.endsWith("italic");
  const request = { ...packed, isBold, isItalic, sizeBytesMax: limits.fontBytesMax };
  try {
    return await plainFont(host.readFile(file), request);
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    return error;
  }
}
