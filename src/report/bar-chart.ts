import { type Markup, markup } from "./markup.ts";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
}

const WIDTH = 720;
const LABEL_WIDTH = 230;
const TEXT_WIDTH = 120;
const ROW_HEIGHT = 26;
const BAR_HEIGHT = 14;
const LABEL_LENGTH_MAX = 26;

/**
 * A horizontal bar chart as inline SVG; `title` is what a screen reader says. Bars are scaled to
 * the largest value, and any value above zero gets a visible bar.
 */
export function barChart(title: string, bars: readonly Bar[]): Markup {
  const box = `0 0 ${WIDTH} ${bars.length * ROW_HEIGHT}`;
  const largest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  return markup`<svg class="chart" viewBox="${box}" role="img" aria-label="${title}">
${bars.map((bar, nth) => barRow(bar, nth * ROW_HEIGHT, largest))}</svg>
`;
}

function barRow(bar: Bar, top: number, largest: number): Markup {
  const room = WIDTH - LABEL_WIDTH - TEXT_WIDTH;
  const width = bar.value > 0 ? Math.max(2, Math.round((bar.value / largest) * room)) : 0;
  const baseline = top + ROW_HEIGHT / 2 + 4;
  const barTop = top + (ROW_HEIGHT - BAR_HEIGHT) / 2;
  const label = shortened(bar.label);
  return markup`<text class="label" x="${LABEL_WIDTH - 10}" y="${baseline}">${label}</text>
<rect x="${LABEL_WIDTH}" y="${barTop}" width="${width}" height="${BAR_HEIGHT}" rx="2"></rect>
<text x="${LABEL_WIDTH + width + 8}" y="${baseline}">${bar.text}</text>
`;
}

function shortened(label: string): string {
  if (label.length <= LABEL_LENGTH_MAX) return label;
  return `${label.slice(0, LABEL_LENGTH_MAX - 1)}…`;
}
