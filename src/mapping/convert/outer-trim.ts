/**
 * A text without the white space and control characters around it, NUL among them: what pads the
 * columns of fixed files. The text itself if there are none.
 */
export function outerTrim(text: string): string {
  const { length } = text;
  if (length > 0 && isPrintable(text.charCodeAt(0)) && isPrintable(text.charCodeAt(length - 1)))
    return text;
  let start = 0;
  while (start < length && isPadding(text.charCodeAt(start))) start += 1;
  let end = length;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === length ? text : text.slice(start, end);
}

function isPrintable(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** Unicode's White_Space, the byte order mark and the control characters of ASCII. */
export function isPadding(code: number): boolean {
  if (code < 0x80) return code <= 0x20;
  if (code < 0x1680) return code === 0x85 || code === 0xa0;
  if (code >= 0x2000 && code <= 0x200a) return true;
  if (code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f) return true;
  return code === 0x1680 || code === 0x3000 || code === 0xfeff;
}
