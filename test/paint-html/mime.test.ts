import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import type { MimeMessage } from "../../src/paint/html/mime.ts";
import { writeMime } from "../../src/paint/html/mime.ts";

const base: MimeMessage = {
  to: "ana@example.com",
  subject: "Your statement",
  html: '<!DOCTYPE html><html lang="en"><body><img src="cid:logo@np" alt="Bank"></body></html>\n',
  text: "Your statement\n==============\n",
  from: "statements@northbank.example",
  fromName: "Northbank",
  messageIdSeed: "job 1, document 7",
  dateRfc5322: "Sat, 31 Oct 2026 06:00:00 +0000",
  images: [
    { contentId: "logo@np", mediaType: "image/png", bytes: Uint8Array.from([1, 2, 3, 250]) },
  ],
};

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** A text as it was written: the reader gives its lines CRLF ends, and one to the last. */
function written(text: string | undefined): string {
  return (text ?? "").replaceAll("\r\n", "\n").replace(/\n$/, "");
}

describe("a message", () => {
  test("reads back as it was written", async () => {
    const bytes = writeMime({ ...base, subject: "R\u00e9sum\u00e9 \u{1F4C4} of October" });
    const mail = await PostalMime.parse(bytes);
    expect(mail.subject).toBe("R\u00e9sum\u00e9 \u{1F4C4} of October");
    expect(mail.from).toMatchObject({ address: base.from, name: "Northbank" });
    expect(mail.to).toMatchObject([{ address: base.to }]);
    expect(mail.date).toBe("2026-10-31T06:00:00.000Z");
    expect(written(mail.html)).toBe(base.html);
    expect(written(mail.text)).toBe(base.text);
    const [image] = mail.attachments;
    expect(image).toMatchObject({ mimeType: "image/png", contentId: "<logo@np>", related: true });
    expect(new Uint8Array(image?.content as ArrayBuffer)).toEqual(Uint8Array.from([1, 2, 3, 250]));
  });

  test("reads back whatever its texts hold", async () => {
    const words = fc.string({ unit: "grapheme", maxLength: 200 });
    const lines = fc.array(fc.oneof(words, fc.constantFrom("From x", ".", "a ", "\t", "=3D", "")));
    const subject = words.map((each) => each.replaceAll(/\s+/g, " ").trim() || "x");
    await fc.assert(
      fc.asyncProperty(lines, subject, words, async (body, title, name) => {
        const text = body.join("\n").replaceAll("\r", "");
        const fromName = name.replaceAll(/\s+/g, " ").trim() || "Bank";
        const message = { ...base, text, html: `<p>${text}</p>`, subject: title, fromName };
        const bytes = writeMime(message);
        const mail = await PostalMime.parse(bytes);
        expect(written(mail.html)).toBe(message.html);
        expect(written(mail.text)).toBe(text);
        expect(mail.subject).toBe(title);
        expect(mail.from?.address).toBe(base.from);
        expect(mail.from?.name).toBe(fromName);
      }),
      { numRuns: 150 },
    );
  });

  test("of any size reads back", async () => {
    const html = `<p>${"\u00e9\u4e2d= word ".repeat(12_000)}</p>`;
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251);
    const images = [{ contentId: "big", mediaType: "image/jpeg", bytes }];
    const mail = await PostalMime.parse(writeMime({ ...base, html, images }));
    expect(written(mail.html)).toBe(html);
    expect(new Uint8Array(mail.attachments[0]?.content as ArrayBuffer)).toEqual(bytes);
  });

  test("has short lines that end in CRLF, and nothing but ASCII", () => {
    const text = `${"\u00e9".repeat(500)} end \nFrom here\n.\n${"x".repeat(300)}`;
    const raw = latin1(writeMime({ ...base, text, html: text, subject: "\u00e9".repeat(200) }));
    // oxlint-disable-next-line no-control-regex
    expect(raw).toMatch(/^[\u0009\u000a\u000d\u0020-\u007e]*$/);
    const lines = raw.split("\r\n");
    expect(lines.every((line) => !/[\r\n]/.test(line))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(lines.some((line) => line === "." || line.startsWith("From "))).toBe(false);
    expect(lines.some((line) => /[ \t]$/.test(line))).toBe(false);
  });

  test("is the same bytes for the same seed, and another for another", () => {
    const first = latin1(writeMime(base));
    expect(latin1(writeMime(base))).toBe(first);
    const other = latin1(writeMime({ ...base, messageIdSeed: "job 1, document 8" }));
    const idOf = (raw: string): string => /Message-ID: (\S+)/.exec(raw)?.[1] ?? "";
    expect(idOf(first)).toMatch(/^<[0-9a-f]{40}@northbank\.example>$/);
    expect(idOf(other)).not.toBe(idOf(first));
  });

  test("without images has the two alternatives alone, the text first", () => {
    const raw = latin1(writeMime({ ...base, images: [] }));
    expect(raw).not.toContain("multipart/related");
    expect(raw.indexOf("text/plain")).toBeLessThan(raw.indexOf("text/html"));
  });

  test("can be unsubscribed from only where that was asked for", async () => {
    expect(latin1(writeMime(base))).not.toContain("List-Unsubscribe");
    const unsubscribe = { https: "https://bank.example/u/1", mailto: "mailto:u@bank.example" };
    const mail = await PostalMime.parse(writeMime({ ...base, unsubscribe }));
    const header = (key: string) => mail.headers.find((each) => each.key === key)?.value;
    expect(header("list-unsubscribe")).toBe("<https://bank.example/u/1>, <mailto:u@bank.example>");
    expect(header("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    const mailOnly = { mailto: "mailto:u@bank.example" };
    expect(latin1(writeMime({ ...base, unsubscribe: mailOnly }))).not.toContain("One-Click");
  });

  test("carries further headers", async () => {
    const headers = { "X-Nightpress-Document": "7" };
    const mail = await PostalMime.parse(writeMime({ ...base, headers }));
    expect(mail.headers).toContainEqual(
      expect.objectContaining({ key: "x-nightpress-document", value: "7" }),
    );
  });

  test("cannot be given a header by a value", async () => {
    const subject = "Hello\r\nBcc: thief@example.com";
    const mail = await PostalMime.parse(writeMime({ ...base, subject, fromName: 'A "B"\r\nX: y' }));
    expect(mail.subject).toBe("Hello Bcc: thief@example.com");
    expect(mail.from?.name).toBe('A "B" X: y');
    expect(mail.bcc).toBeUndefined();
    const to = "a@b.example\r\nBcc: c@d.example";
    expect(() => writeMime({ ...base, to })).toThrow("was checked");
    expect(() => writeMime({ ...base, headers: { X: "a\r\nBcc: b" } })).toThrow("printable");
  });
});
