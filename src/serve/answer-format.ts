import type { Channel } from "../model/channel.ts";
import { httpFault } from "./route.ts";

/** The forms that a letter is answered in. */
export const FORMATS = {
  pdf: { mediaType: "application/pdf", channel: "print" },
  html: { mediaType: "text/html", channel: "email" },
  text: { mediaType: "text/plain", channel: "email" },
  sms: { mediaType: "text/x-sms", channel: "sms" },
  json: { mediaType: "application/json", channel: undefined },
} as const satisfies Record<string, { mediaType: string; channel: Channel | undefined }>;

export type Format = keyof typeof FORMATS;

const NAMES = Object.keys(FORMATS).filter((name) => isFormat(name));

function isFormat(name: string): name is Format {
  return Object.hasOwn(FORMATS, name);
}

/**
 * The form that is asked for by name, else, of those that the layout has, the first that the client
 * accepts most.
 */
export function chosenFormat(
  name: string | null,
  accept: string,
  channels: readonly Channel[],
): Format {
  if (name !== null) {
    if (isFormat(name)) return name;
    throw httpFault(400, "serve.bad-query", `\`format\` must be one of ${NAMES.join(", ")}.`);
  }
  const offered = NAMES.filter((format) => isOn(channels, format));
  const wanted = accept === "" ? "*/*" : accept;
  const ranked = wanted
    .split(",")
    .map((part, at) => ({ ...rangeOf(part), at }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.at - b.at);
  for (const { range } of ranked) {
    const found = offered.find((format) => isWithin(FORMATS[format].mediaType, range));
    if (found !== undefined) return found;
  }
  const known = offered.map((format) => FORMATS[format].mediaType).join(", ");
  throw httpFault(406, "serve.not-acceptable", `The letter can be had as ${known}.`);
}

/** Whether a form is made of one of these channels, or of all. */
export function isOn(channels: readonly Channel[], format: Format): boolean {
  const { channel } = FORMATS[format];
  return channel === undefined || channels.includes(channel);
}

/** A media range with its weight, RFC 9110, 12.5.1. */
function rangeOf(part: string): { readonly range: string; readonly quality: number } {
  const [range = "", ...parameters] = part.split(";").map((piece) => piece.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = weight === undefined ? 1 : Number(weight.slice(2));
  return { range, quality: Number.isFinite(quality) ? quality : 0 };
}

function isWithin(mediaType: string, range: string): boolean {
  const [group = ""] = mediaType.split("/");
  return range === "*/*" || range === mediaType || range === `${group}/*`;
}
