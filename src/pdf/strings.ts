/** A text string of a PDF object: UTF-16BE in hex with byte order mark (ISO 32000-1, 7.9.2.2). */
export function textString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, "\\$&")})`;
  let hex = "FEFF";
  for (let index = 0; index < text.length; index += 1) {
    hex += text.charCodeAt(index).toString(16).toUpperCase().padStart(4, "0");
  }
  return `<${hex}>`;
}

/** A name object; characters outside the regular ones are written as #xx (ISO 32000-1, 7.3.5). */
export function nameObject(name: string): string {
  const escaped = [...new TextEncoder().encode(name)].map((byte) => {
    const regular =
      byte > 0x20 && byte < 0x7f && !"#()<>[]{}/%".includes(String.fromCharCode(byte));
    return regular
      ? String.fromCharCode(byte)
      : `#${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return `/${escaped.join("")}`;
}

/** A date such as `D:20261031000000Z` from `YYYY-MM-DD` (ISO 32000-1, 7.9.4). */
export function dateString(isoDay: string): string {
  return `(D:${isoDay.replaceAll("-", "")}000000Z)`;
}

const latin1 = new TextEncoder();

export function asciiBytes(text: string): Uint8Array {
  return latin1.encode(text);
}
