/** A moment in the machine's time zone, such as `Fri 23:45`; a dash for none. */
export function clockText(iso: string | undefined): string {
  if (iso === undefined) return "–";
  return new Date(iso).toLocaleString("en-GB", {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}
