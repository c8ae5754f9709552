import PDFDocument from "pdfkit";
import { fontBytes } from "../font/faces.ts";

export interface TermsOptions {
  readonly pages?: number;
  readonly size?: [number, number];
  /** One that is in no file, as every reader is to have it. */
  readonly hasBareFont?: boolean;
  readonly password?: string;
  readonly hasField?: boolean;
  readonly hasScript?: boolean;
  readonly rotation?: number;
  /** Where a black square stands. */
  readonly inkAt?: [number, number];
}

/** A PDF of terms as another program makes it: embedded fonts, a shading, see-through parts. */
export async function termsPdf(options: TermsOptions = {}): Promise<Uint8Array> {
  const { pages = 2, size = [612, 792], hasBareFont = false, password } = options;
  const document = new PDFDocument({
    size,
    margin: 72,
    autoFirstPage: false,
    pdfVersion: "1.7",
    info: { CreationDate: new Date(0) },
    ...(password !== undefined && { userPassword: password }),
  });
  const chunks: Uint8Array[] = [];
  document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => document.on("end", resolve));
  for (let page = 1; page <= pages; page += 1) {
    document.addPage();
    document.font(Buffer.from(fontBytes("NotoSans-Bold"))).fontSize(16);
    document.text(`Terms and conditions, page ${page}`, 72, 100);
    document.font(Buffer.from(fontBytes("NotoSans-Regular"))).fontSize(9);
    document.text("We may change these terms with thirty days of notice. ".repeat(20), 72, 140);
    if (hasBareFont) document.font("Helvetica").text("Not embedded.", 72, 600);
    const gradient = document.linearGradient(72, 400, 300, 400);
    gradient.stop(0, "#336699").stop(1, "#ffffff", 0.5);
    document.rect(72, 400, 228, 40).fill(gradient);
    document.opacity(0.4).rect(100, 420, 60, 60).fill("#b45f06").opacity(1);
    document.link(72, 100, 200, 20, "https://northbank.example/terms");
    if (options.inkAt !== undefined) document.rect(...options.inkAt, 20, 20).fill("#000000");
    if (options.rotation !== undefined)
      Object.assign(document.page.dictionary.data, { Rotate: options.rotation });
  }
  if (options.hasField === true) {
    document.initForm();
    document.formText("name", 72, 500, 100, 20);
  }
  if (options.hasScript === true) {
    const script = document.ref({ S: "JavaScript", JS: new String("app.alert(1)") });
    script.end("");
    (document as unknown as { _root: { data: Record<string, unknown> } })._root.data.OpenAction =
      script;
  }
  document.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}
