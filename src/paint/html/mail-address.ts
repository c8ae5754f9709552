const ADDRESS_LENGTH_MAX = 254;
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const ADDRESS = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`);

/**
 * Whether a text is a plain address: a dot-atom at a domain name (RFC 5322, 3.4.1), in ASCII and
 * within the lengths of RFC 5321, 4.5.3.1. So it holds nothing that could end a header line.
 */
export function isMailAddress(text: string): boolean {
  return text.length <= ADDRESS_LENGTH_MAX && text.indexOf("@") <= 64 && ADDRESS.test(text);
}
