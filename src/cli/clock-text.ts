/** A moment in the time of the machine, such as `Fri 23:45`; a dash where there is none. */
export function clockText(iso: string | undefined): string {
  if (iso === undefined) return "–";
  return new Date(iso).toLocaleString("en-GB", {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}
