const WHOLE_NUMBER = /^-?\d{1,16}$/;

/** A text of digits as a number; another stays text, for the check to find. */
export function readInteger(text: string): string | number | undefined {
  if (text === "") return undefined;
  if (!WHOLE_NUMBER.test(text)) return text;
  const number = Number(text);
  return number === 0 ? 0 : number;
}

/** A text as true or false; another stays text, for the check to find. */
export function readBoolean(text: string): string | boolean | undefined {
  if (text === "true") return true;
  if (text === "false") return false;
  return text === "" ? undefined : text;
}
