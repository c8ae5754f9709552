/** What an error says; of anything else that was thrown, its text. */
export function messageOf(error: unknown): string {
  return hasMessage(error) ? error.message : String(error);
}

/** The code of an error of the system, such as `ENOENT`, or of Node; "" if it has none. */
export function errorCode(error: unknown): string {
  const hasCode = typeof error === "object" && error !== null && "code" in error;
  return hasCode && typeof error.code === "string" ? error.code : "";
}

function hasMessage(error: unknown): error is { readonly message: string } {
  if (typeof error !== "object" || error === null || !("message" in error)) return false;
  return typeof error.message === "string";
}
