const WEB = /^https:\/\/([^/?#\s]*)([/?#]?)/i;
const OTHER = /^(mailto:|tel:)/i;

/**
 * What is wrong with a link's target, whose first value follows `head`. The layout must show where
 * a link leads: no value of a record may become part of its host.
 */
export function linkFault(head: string, hasValues: boolean): string | undefined {
  if (OTHER.test(head)) return undefined;
  const [, host = "", ending = ""] = WEB.exec(head) ?? [];
  if (host === "") return "A link must lead to https://, mailto: or tel:.";
  if (hasValues && ending === "")
    return "A value may not be part of a link's host; write out the host up to its first `/`.";
  if (isHost(host)) return undefined;
  return `\`${host}\` is not a host that a link can lead to.`;
}

function isHost(host: string): boolean {
  if (host.includes("@")) return false;
  const { hostname = "" } = URL.parse(`https://${host}/`) ?? {};
  return hostname !== "";
}
