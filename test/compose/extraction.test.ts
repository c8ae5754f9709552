import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DEJAVU_PATH, hasDejavu } from "../font/faces.ts";
import { planIn, PrintShop } from "../golden/print-shop.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const hasPdftotext = spawnSync("pdftotext", ["-v"]).status === 0;

/** The first article of the Universal Declaration of Human Rights, in what the fonts here cover. */
const ARTICLES: Readonly<Record<string, string>> = {
  en:
    "All human beings are born free and equal in dignity and rights. They are endowed with " +
    "reason and conscience and should act towards one another in a spirit of brotherhood.",
  de:
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und " +
    "Gewissen begabt und sollen einander im Geist der Brüderlichkeit begegnen.",
  fr:
    "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de " +
    "raison et de conscience et doivent agir les uns envers les autres dans un esprit de " +
    "fraternité.",
  es:
    "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como " +
    "están de razón y conciencia, deben comportarse fraternalmente los unos con los otros.",
  pl:
    "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni " +
    "obdarzeni rozumem i sumieniem i powinni postępować wobec innych w duchu braterstwa.",
  tr:
    "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana " +
    "sahiptirler ve birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler.",
  vi:
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con " +
    "người đều được tạo hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình " +
    "bằng hữu.",
  el:
    "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. Είναι " +
    "προικισμένοι με λογική και συνείδηση, και οφείλουν να συμπεριφέρονται μεταξύ τους με " +
    "πνεύμα αδελφοσύνης.",
  ru:
    "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом " +
    "и совестью и должны поступать в отношении друг друга в духе братства.",
  hi: "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
  hy: "Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու իրավունքներով։",
  ka: "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და უფლებებით.",
  lo: "ມະນຸດທຸກຄົນເກີດມາມີສິດເສລີພາບ ແລະ ສະເໝີໜ້າກັນໃນທາງກຽດຕິສັກ ແລະ ທາງສິດດ້ວຍມະໂນທຳ.",
  he:
    "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון, לפיכך " +
    "חובה עליהם לנהוג איש ברעהו ברוח של אחווה.",
  ar:
    "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا وعليهم أن يعامل " +
    "بعضهم بعضا بروح الإخاء.",
};

function layoutYaml(locale: string): string {
  return `layout: article
data: { customer: { name: text, address: address }, text: text }
format: { locale: ${locale}, currency: USD }
fonts:
  sans: { regular: NotoSans-Regular.ttf, fallback: [other] }
  other: { regular: DejaVuSans.ttf }
colors: { ink: { gray: 0 } }
styles:
  body: { size: 10pt, leading: 16pt, align: justify, hyphenate: true }
title: Article
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: customer.address
  masters: [{ name: first, body: [0.6in, 4in, 2.2in, 6in] }]
blocks: [{ paragraph: "{text}" }]
`;
}

const folders = temporaryFolder("article");

async function pdfOf(locale: string, text: string): Promise<Uint8Array> {
  const folder = join(folders, locale);
  mkdirSync(join(folder, "fonts"), { recursive: true });
  copyFileSync(DEJAVU_PATH, join(folder, "fonts/DejaVuSans.ttf"));
  writeFileSync(join(folder, "layout.yaml"), layoutYaml(locale));
  const shop = await PrintShop.open(planIn(folder));
  const customer = { name: "A", address: { lines: ["A", "B"] } };
  return shop.pdf(shop.pages({ customer, text }));
}

/** What a reader gets from a page: lines put together, words at their soft hyphens. */
function extracted(pdf: Uint8Array): string {
  const file = join(folders, "page.pdf");
  writeFileSync(file, pdf);
  const { stdout } = spawnSync("pdftotext", [file, "-"], { encoding: "utf8" });
  return stdout
    .replaceAll(/[\u202a-\u202e\u2066-\u2069\f]/g, "")
    .replaceAll("\u00ad\n", "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/**
 * What the reader makes of its own accord, in both texts alike: it puts a space where a line ends in
 * a script without spaces, sets the signs of right-to-left lines apart, and reads the ligature of lam
 * and alef from its end.
 */
function comparable(locale: string, text: string): string {
  if (locale === "lo") return text.replaceAll(" ", "");
  if (locale === "he") return text.replaceAll(/[ .,]/g, "");
  if (locale === "ar")
    return text
      .replaceAll(/[ .]/g, "")
      .replaceAll(/[\u0623\u0625\u0627\u0644]+/g, (run) => Array.from(run).sort().join(""));
  return text;
}

describe.skipIf(!hasPdftotext || !hasDejavu)("justified text with its words divided", () => {
  test.each(Object.entries(ARTICLES))("reads as its source: %s", async (locale, text) => {
    const read = extracted(await pdfOf(locale, text));
    expect(comparable(locale, read)).toBe(comparable(locale, text));
  });
});
