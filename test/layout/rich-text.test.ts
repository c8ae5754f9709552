import { describe, expect, test } from "vitest";
import { richRuns } from "../../src/layout/blocks/rich-text.ts";
import { scanTemplate } from "../../src/layout/blocks/template-scan.ts";
import { linkFault } from "../../src/layout/blocks/link-fault.ts";
import { check, placeOf, SMALL, spoiled } from "./support.ts";

/** Runs as the text was written: bold in `<b>`, italic in `<i>`, links as `<target|words>`. */
function shown(text: string): string {
  const written = (tokens: ReturnType<typeof scanTemplate>): string =>
    tokens.map((token) => (token.kind === "words" ? token.text : `{${token.text}}`)).join("");
  return richRuns(scanTemplate(text))
    .map(({ bold, italic, tokens, href }) => {
      let run = written([...tokens]);
      if (href) run = `<${written([...href.tokens])}|${run}>`;
      if (italic) run = `<i>${run}</i>`;
      return bold ? `<b>${run}</b>` : run;
    })
    .join("");
}

describe("rich text", () => {
  test.each([
    ["a **b** c", "a <b>b</b> c"],
    ["a **{b}** *{c}*d", "a <b>{b}</b> <i>{c}</i>d"],
    ["2 * {n} * 3", "2 * {n} * 3"],
    ["\\*a\\* \\[b\\](c)", "*a* [b](c)"],
    ["[pay](https://x.example/)", "<https://x.example/|pay>"],
    ["[pay](https://x.example/{account}) now", "<https://x.example/{account}|pay> now"],
    [
      "[pay {sum} now](https://x.example/?a={a}&b={b})",
      "<https://x.example/?a={a}&b={b}|pay {sum} now>",
    ],
    [
      "[**pay** {sum}](https://x.example/)",
      "<b><https://x.example/|pay></b><https://x.example/| {sum}>",
    ],
    ["**[pay](https://x.example/{a})**", "<b><https://x.example/{a}|pay></b>"],
    ["[no link] ({a})", "[no link] ({a})"],
    ["{{[a](https://x.example/{{b}})}}", "{<https://x.example/{b}|a>}"],
  ])("%s", (text, runs) => {
    expect(shown(text)).toBe(runs);
  });

  test("two links side by side stay two", () => {
    const runs = richRuns(scanTemplate("[a](https://x.example/)[b](https://x.example/)"));
    expect(runs.map(({ tokens }) => tokens[0]?.text)).toEqual(["a", "b"]);
  });

  test("a link without words is refused", () => {
    expect(() => shown("see [ ](https://x.example/)")).toThrow(/no label to click on/);
  });

  test("a fault behind a value is told at its place", () => {
    const text = spoiled("Hello {customer.name}", "Hello {customer.name} [x](ftp://{account.id})");
    const { diagnostics } = check(text);
    const [line, column] = placeOf(text, "ftp://");
    expect(diagnostics).toMatchObject([{ code: "layout.bad-link", source: { line, column } }]);
  });
});

describe("a link's target", () => {
  test.each([
    ["https://x.example/", true],
    ["https://x.example?a=", true],
    ["https://x.example#", true],
    ["https://x.example", false],
    ["https://[2001:db8::1]:8443/a", true],
    ["HTTPS://X.example/", true],
    ["mailto:", true],
    ["tel:+1", true],
  ])("%s may lead there (values behind it: %s)", (head, hasValues) => {
    expect(linkFault(head, hasValues)).toBeUndefined();
  });

  test.each([
    ["https://x.example", true, /part of a link's host/],
    ["https://", true, /must lead to/],
    ["", true, /must lead to/],
    ["http://x.example/", true, /must lead to/],
    ["javascript:alert(1)//", true, /must lead to/],
    ["https://bank.example@evil.example/", true, /is not a host/],
    ["https://bank.example:99999/", false, /is not a host/],
    ["https://bank..<>/", false, /is not a host/],
  ])("%s may not (values behind it: %s)", (head, hasValues, message) => {
    expect(linkFault(head, hasValues)).toMatch(message);
  });

  test("is a template of its own in the plan, and keeps its block from being static", () => {
    const text = spoiled("Your **statement**", "'[Pay](https://x.example/{account.id}?c=1)'");
    const { plan, diagnostics } = check(text);
    expect(diagnostics).toEqual([]);
    const [heading] = plan?.blocks ?? [];
    expect(heading).toMatchObject({ kind: "text", isStatic: false });
    expect(heading?.kind === "text" && heading.spans[0]?.href).toMatchObject([
      "https://x.example/",
      { op: "field", path: ["account", "id"] },
      "?c=1",
    ]);
    expect(check(SMALL).plan?.blocks[0]).toMatchObject({ isStatic: true });
  });
});
