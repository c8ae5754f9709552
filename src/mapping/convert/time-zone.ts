const DAY_MS = 86_400_000;
/** A file's moments lie on few days; beyond this many the table begins anew. */
const DAYS_MAX = 16_384;

/** The offsets at the start and the end of a day (UTC), and when the first gives way. */
interface ZoneDay {
  readonly before: number;
  readonly after: number;
  readonly changeMs: number;
}

/**
 * The offsets of one time zone, as Node's ICU has them. They are kept by day: to ask ICU for each
 * moment would cost more than the rest of a record.
 */
export class TimeZone {
  readonly #format: Intl.DateTimeFormat;
  readonly #days = new Map<number, ZoneDay>();

  /** Throws a RangeError for a name that is no zone. */
  constructor(name: string) {
    const options = { timeZone: name, timeZoneName: "longOffset" } as const;
    this.#format = new Intl.DateTimeFormat("en-US", options);
  }

  /** How far the zone's clocks are ahead of UTC at a moment, in milliseconds. */
  offsetAt(utcMs: number): number {
    const day = this.#dayAt(Math.floor(utcMs / DAY_MS));
    return utcMs < day.changeMs ? day.before : day.after;
  }

  /** The moments at which the zone's clocks show a time: none in a gap, two when set back. */
  momentsAt(localMs: number): readonly number[] {
    const offsets = new Set([this.offsetAt(localMs - DAY_MS), this.offsetAt(localMs + DAY_MS)]);
    const moments = Array.from(offsets, (offset) => localMs - offset);
    return moments.filter((moment) => moment + this.offsetAt(moment) === localMs);
  }

  #dayAt(index: number): ZoneDay {
    const known = this.#days.get(index);
    if (known !== undefined) return known;
    const made = this.#makeDay(index * DAY_MS);
    if (this.#days.size >= DAYS_MAX) this.#days.clear();
    this.#days.set(index, made);
    return made;
  }

  #makeDay(startMs: number): ZoneDay {
    const before = this.#ask(startMs);
    const after = this.#ask(startMs + DAY_MS);
    const changeMs = before === after ? startMs : this.#changeAfter(startMs, after);
    return { before, after, changeMs };
  }

  /** The first moment of a day at which the offset is that of the day's end. */
  #changeAfter(startMs: number, after: number): number {
    let low = startMs;
    let high = startMs + DAY_MS;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.#ask(middle) === after) high = middle;
      else low = middle;
    }
    return high;
  }

  #ask(utcMs: number): number {
    const parts = this.#format.formatToParts(utcMs);
    const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours = "0", minutes = "0", seconds = "0"] =
      /^GMT([-+])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(name) ?? [];
    const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
    return sign === "-" ? -ms : ms;
  }
}
