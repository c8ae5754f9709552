import { describe, expect, it } from "vitest";
import type { RunState } from "../../src/model/run-state.ts";
import { darkTheme, lightTheme, type Theme } from "../../src/report/page-style.ts";
import { runHtml } from "../../src/report/run-html.ts";
import { runJson } from "../../src/report/run-json.ts";
import { sampleReport } from "./sample-report.ts";
import { tagFaults } from "./tag-balance.ts";

const page = runHtml(sampleReport());
const text = page.replace(/<style>[^<]*<\/style>/, "").replaceAll(/<[^>]*>/g, " ");

describe("the run report as a page", () => {
  it("is well formed, also where it says little", () => {
    const empty = { balance: [], streams: [], spoolFiles: [], batchFiles: [], rejects: [] };
    const bare = { ...empty, warnings: [], stages: [], composeCpu: [], documents: 0, seconds: 0 };
    expect(tagFaults(page)).toEqual([]);
    expect(tagFaults(runHtml(sampleReport({ ...bare, status: "stopped" })))).toEqual([]);
    expect(tagFaults("<p><b>x</p></b>&nbsp;<a href=x>")).not.toEqual([]);
  });

  it("needs nothing beside it: no address, no script, no file", () => {
    expect(page).not.toMatch(/https?:|\/\/|<script|<link|<img|\bsrc=|\bhref=|url\(|@import/i);
    expect(page).toContain("default-src 'none'".replaceAll("'", "&#39;"));
  });

  it("escapes whatever the run puts into it", () => {
    expect(page).toContain("<h1>retail &lt;&amp;&gt; statements 2026-10");
    expect(page).toContain("Say &quot;&lt;b&gt;hello&lt;/b&gt;&quot;. (add a font)");
    const odd = runHtml(sampleReport({ out: '/a"\u0000\u001b[31m<x>' }));
    expect(odd).toContain("/a&quot;\\u0000\\u001b[31m&lt;x&gt;");
    expect(tagFaults(odd)).toEqual([]);
  });

  it("shows the counts, grouped", () => {
    for (const figure of ["12,345", "12,300", "1,234,567", "700,001", "9,876", "2,000", "424"])
      expect(page).toContain(`<dd>${figure}</dd>`);
    expect(text).toContain("TEST, not mailable");
    expect(runHtml(sampleReport({ mode: "production" }))).toContain(">PRODUCTION<");
  });

  it("explains rejects, the most frequent first", () => {
    const [quotes, keys] = [page.indexOf("<code>data.csv-quote"), page.indexOf("<code>data.miss")];
    expect(quotes).toBeGreaterThan(0);
    expect(keys).toBeGreaterThan(quotes);
    expect(text).toContain("stray or unclosed quote");
    expect(page).toContain('<td class="number">0.3 %</td>');
  });

  it("shortens hashes and keeps them whole in the title", () => {
    const hash = "0123456789abcdef".repeat(4);
    expect(page).toContain(`<code title="${hash}">0123456789ab…</code>`);
    expect(page).toContain("2.0 GB");
  });

  it("says how fast it was", () => {
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "1 min 05 s in all: 189 documents and 18,993 pages a second; 2.000 ms of CPU a document.",
    );
    expect(page).toContain('<td class="number">123,457</td>');
  });

  it("says of a test that it is none to be mailed, whatever state it is in", () => {
    const standing = {
      decisions: [],
      states: [],
      stateBalance: [],
      auditRoot: { seq: 0, hash: "" },
    };
    const told = (mode: "test" | "production", state: RunState): string => {
      const html = runHtml(sampleReport({ mode, standing: { ...standing, state } }));
      return /<p>(The run [^<]*)<\/p>/.exec(html)?.[1] ?? "";
    };
    for (const state of ["held-for-release", "released", "mailed"] as const) {
      expect(told("test", state)).toMatch(/is a test.* none of it (is ever|was) mailed\.$/);
      expect(told("production", state)).not.toContain("test");
    }
    expect(told("production", "released")).toContain("is released; not all of it is proven mailed");
    expect(told("test", "failed")).toBe(told("production", "failed"));
  });

  it("can be read with a screen reader", () => {
    const tables = page.match(/<table>/g)?.length;
    expect(tables).toBe(8);
    expect(page.match(/<caption>[^<]+<\/caption>/g)).toHaveLength(tables ?? 0);
    expect(page.match(/<th(?! scope="(?:col|row)")/g)?.join() ?? "").not.toMatch(/<th[ >]/);
    expect(page.match(/<svg [^>]*role="img" aria-label="[^"]+"/g)).toHaveLength(3);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en">');
  });
});

describe("the verdict", () => {
  const broken = { stage: "compose", what: "pages", left: 3, right: 4, ok: false };

  it("is good for a balanced run", () => {
    expect(page).toContain("</span> Balanced and complete</strong>");
    expect(text).toContain("12,345 records read, 12,300 documents made, 45 records rejected.");
  });

  it("is bad where a sum does not agree, whatever the status", () => {
    const balance = [...sampleReport().balance, broken];
    for (const status of ["finished", "past-reject-limit"] as const) {
      const bad = runHtml(sampleReport({ status, balance }));
      expect(bad).toContain("</span> Not balanced</strong>");
      expect(bad).toContain("One sum does not agree. Do not print or send");
      expect(bad.indexOf("✗ NO")).toBeLessThan(bad.indexOf("✓ yes"));
    }
    expect(page).not.toContain("✗");
  });

  it("says what to do past the reject limit and after a stop", () => {
    const past = runHtml(sampleReport({ status: "past-reject-limit" }));
    expect(past).toContain("45 records of 12,345 (0.4 %) rejected");
    const stopped = runHtml(sampleReport({ status: "stopped", balance: [broken] }));
    expect(stopped).toContain("</span> Stopped, can be resumed</strong>");
  });
});

describe("the themes", () => {
  it.each([
    ["light", lightTheme],
    ["dark", darkTheme],
  ])("have the contrast that WCAG 2.2, 1.4.3 asks for: %s", (_name, theme: Theme) => {
    for (const tone of ["text", "muted", "good", "warning", "bad"] as const) {
      expect(contrast(theme[tone], theme.paper)).toBeGreaterThan(4.5);
      expect(contrast(theme[tone], theme.panel)).toBeGreaterThan(4.5);
    }
    expect(contrast(theme.bar, theme.paper)).toBeGreaterThan(3);
  });
});

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe("the run report as JSON", () => {
  it("holds the whole report and ends its line", () => {
    const json = runJson(sampleReport());
    expect(JSON.parse(json)).toEqual(sampleReport());
    expect(json.endsWith("}\n")).toBe(true);
  });
});
