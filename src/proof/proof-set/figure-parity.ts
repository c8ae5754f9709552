import type { Parity } from "../../report/proof-html.ts";

/** Amounts, dates and other numbers as people read them, at least two digits. */
const FIGURE = /\d[\d.,'’/\u00a0\u202f-]*\d/g;
const ROWS_MAX = 20;
/** Numbers within addresses of the web and of people are no figures. */
const ADDRESSES = /\S+[@/]\S+\.\S+|https?:\S+/g;

/**
 * Compares which figures the channels show. What one message shows and print does not comes first:
 * a letter holds all that its messages say, but not the other way round.
 */
export function figureParity(texts: Readonly<Record<string, string | undefined>>): Parity {
  const channels = Object.entries(texts).flatMap(([channel, text]) =>
    text === undefined ? [] : [{ channel, figures: new Set(figuresIn(text)) }],
  );
  const all = [...new Set(channels.flatMap(({ figures }) => [...figures]))];
  const rows = all.map((figure) => ({
    figure,
    on: channels.filter(({ figures }) => figures.has(figure)).map(({ channel }) => channel),
  }));
  const partly = rows.filter(({ on }) => on.length < channels.length);
  const first = channels[0]?.channel ?? "";
  partly.sort((a, b) => Number(a.on.includes(first)) - Number(b.on.includes(first)));
  return {
    onAll: rows.length - partly.length,
    rows: partly.slice(0, ROWS_MAX),
    more: Math.max(0, partly.length - ROWS_MAX),
  };
}

function figuresIn(text: string): string[] {
  return text.replaceAll(ADDRESSES, " ").match(FIGURE) ?? [];
}
