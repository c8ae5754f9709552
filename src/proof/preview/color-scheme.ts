/** What a reader's screen is set to. */
export type Scheme = "light" | "dark";

/** Where a style may ask for the scheme: sheets, and the media of a picture's sources. */
const ASKING = /<style[\s\S]*?<\/style>|\smedia="[^"]*"|<meta name="color-scheme"[^>]*>/gi;
const QUESTION = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/gi;

/**
 * An e-mail's HTML as a reader with such a screen shows it, whatever the screen it is looked at on:
 * browsers do not let a page choose the scheme of a frame that is shut off from it.
 */
export function inScheme(html: string, scheme: Scheme): string {
  return html.replaceAll(ASKING, (part) => {
    if (part.startsWith("<meta")) return `<meta name="color-scheme" content="${scheme}">`;
    return part.replaceAll(QUESTION, (_, asked: string) =>
      asked.toLowerCase() === scheme ? "(min-width:0)" : "(max-width:0)",
    );
  });
}
