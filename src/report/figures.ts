const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;
const MINUTE = 60;
const HOUR = 3600;

/** A whole number with its thousands grouped, such as `1,234,567`; fractions are rounded. */
export function grouped(value: number): string {
  const digits = String(Math.abs(Math.round(value)));
  const sign = Math.round(value) < 0 ? "-" : "";
  return sign + digits.replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A size in decimal units, such as `12.4 MB`. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/** A duration, such as `0.42 s`, `12.3 s`, `4 min 05 s` or `2 h 03 min`. */
export function durationText(seconds: number): string {
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${padded(whole % MINUTE)} s`;
  const minutes = Math.round(whole / MINUTE);
  return `${Math.floor(minutes / MINUTE)} h ${padded(minutes % MINUTE)} min`;
}

/** Units per second, grouped, with one decimal below ten; a dash if no time was measured. */
export function rateText(count: number, seconds: number): string {
  if (seconds <= 0) return "–";
  const rate = count / seconds;
  return rate < 10 ? rate.toFixed(1) : grouped(rate);
}

/** A share in percent, such as `0.4 %`; a dash if there is no whole. */
export function shareText(part: number, whole: number): string {
  if (whole <= 0) return "–";
  const percent = (part / whole) * 100;
  return `${percent < 10 ? percent.toFixed(percent < 0.1 ? 3 : 1) : percent.toFixed(0)} %`;
}

/** A count with its noun, such as `1 spool` or `2,000 spools`. */
export function countText(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}

function padded(value: number): string {
  return String(value).padStart(2, "0");
}
