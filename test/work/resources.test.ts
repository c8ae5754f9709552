import { expect, test } from "vitest";
import { drawnNames } from "../../src/work/drawn-names.ts";
import type { PreparedForm } from "../../src/work/prepare.ts";
import type { PreparedImage } from "../../src/pdf/image-objects.ts";
import { buildResources } from "../../src/work/resources.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import { asciiBytes } from "../../src/pdf/strings.ts";
import { drawnNames as drawnIn } from "../../src/verify/content/drawn-names.ts";

function image(pixel: number): PreparedImage {
  const samples = Uint8Array.of(pixel);
  return { kind: "pixels", widthPx: 1, heightPx: 1, channels: 1, samples, mask: undefined };
}

function form(drawn: string): PreparedForm {
  return { widthMpt: 1000, heightMpt: 1000, content: asciiBytes(`% ${drawn}\n`), drawn };
}

/** Three images, of which the art of the second master draws one; two static forms. */
const prepared = {
  fonts: [],
  images: [image(1), image(2), image(3)],
  forms: [form(""), form("")],
  art: [form(""), form("I1"), undefined],
};

function built(...drawn: readonly string[]) {
  const { bodies, ...rest } = buildResources({ colors: [] }, prepared, { glyphs: [], drawn });
  return { ...rest, texts: bodies.map((body) => Buffer.from(body).toString("latin1")) };
}

test("a page's resources list what it draws, one list for each set of drawings", () => {
  const { texts, byDrawn, resourcesId } = built("A1 S0", "A0", "A1 S0", "");
  expect(byDrawn).toEqual({ "": 1, A0: 2, "A1 S0": 3 });
  expect(resourcesId).toBe(1);
  expect(texts[0]).not.toContain("XObject");
  expect(texts[1]).toMatch(/\/XObject<<\/A0 \d+ 0 R>>/);
  expect(texts[2]).toMatch(/\/XObject<<\/A1 \d+ 0 R\/S0 \d+ 0 R>>/);
});

test("what nothing draws is not in a spool, and forms list the images they draw", () => {
  const { texts, made } = built("A1 S0", "I2");
  expect(made.map(({ name, entries }) => `${name} ${entries.split(" ", 4).join(" ")}`)).toEqual([
    "R0 page",
    "R1 page A1 S0",
    "R2 page I2",
    "I1 image 1 1 DeviceGray",
    "I2 image 1 1 DeviceGray",
    "S0 form 100 100",
    "A1 form 100 100",
  ]);
  const [plain = "", art = ""] = texts.filter((text) => text.includes("/Subtype/Form"));
  const [first] = [...texts.keys()].filter((at) => texts[at]?.includes("/Subtype/Image"));
  expect(plain).toContain("/Resources<</Font 4 0 R/ColorSpace 5 0 R>>/Filter");
  expect(art).toContain(
    `/Resources<</Font 4 0 R/ColorSpace 5 0 R/XObject<</I1 ${Number(first) + 1} 0 R>>>>`,
  );
});

test("the order in which documents were composed changes nothing", () => {
  expect(built("A1 S0", "", "A0 I0")).toEqual(built("A0 I0", "A1 S0", "A0 I0"));
});

test("a page that draws what was never prepared stops the run", () => {
  expect(() => built("A2")).toThrow("the drawing A2");
});

test("what a frame draws is named once, by kind and number", () => {
  const frame = new FrameBuilder();
  frame.reset(612_000, 792_000, -1);
  expect(drawnNames(frame)).toBe("");
  frame.reset(612_000, 792_000, 1);
  expect(drawnNames(frame)).toBe("A1");
  for (const index of [10, 2, 10]) frame.image(index, 0, 0, 1000, 1000, -1);
  frame.form(0, 0, 0, 1000, 1000, -1);
  expect(drawnNames(frame)).toBe("A1 I2 I10 S0");
});

test("the verifier reads what a page draws from its operators, never from its text", () => {
  expect(drawnIn("q\nQ\n")).toBe("");
  expect(drawnIn("q\n/Artifact BMC\n/A0 Do\nEMC\nBT\n(/I7 Do)Tj\nET\nQ\n")).toBe("A0");
  const placed = (name: string): string => `q 1 0 0 1 0 0 cm /${name} Do Q\n`;
  expect(drawnIn(["I2", "I10", "I2", "S0"].map(placed).join(""))).toBe("I10 I2 S0");
});
