import { ArtRule } from "./art-rule.ts";
import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { OutputVerdict, SpoolExpectation, VerifySetup } from "../model/verification.ts";
import { BreachList } from "./file/breach-list.ts";
import { ComposedCheck } from "./composed-check.ts";
import { type CrossReferences, readCrossReferences } from "./file/cross-references.ts";
import { emptyVerdict } from "./empty-verdict.ts";
import { ExpectedPages } from "./expected-pages.ts";
import { fontMeasures } from "./font-metrics.ts";
import { FragmentContent } from "./file/fragment-content.ts";
import { FurniturePlaces } from "./furniture-places.ts";
import { HashedFile } from "./file/hashed-file.ts";
import { MoneyCheck } from "./money-check.ts";
import { PageTree } from "./file/page-tree.ts";
import { PdfObjects } from "./file/pdf-objects.ts";
import { PieceFinder } from "./piece-finder.ts";
import { PlaceCheck } from "./place-check.ts";
import { RequiredTexts } from "./required-texts.ts";
import { ShownTextCheck } from "./shown-text-check.ts";
import { SheetCheck } from "./sheet-check.ts";
import { SheetRule } from "./sheet-rule.ts";
import { ShownCodes } from "./content/shown-codes.ts";
import { SideCheck } from "./side-check.ts";
import { SidePlaces } from "./side-places.ts";
import { SpoolCheck } from "./spool-check.ts";
import { SpoolResources } from "./spool-resources.ts";

/** The version, and a comment with bytes above ASCII to mark the file as binary (7.5.2). */
const HEADER = /^%PDF-1\.6\n%[\x80-\xff]{4}\n/;
/** How many pieces beyond the expected ones are still recorded. */
const MORE_PIECES_MAX = 1024;

/**
 * Reads every byte of a spool, its control file and its ticket, and compares them with the ledger,
 * the fragments and each other. Whatever is wrong is a breach in the verdict: damaged files are
 * what this is for. A machine that cannot read throws a `HostError`.
 */
export function verifySpool(
  host: Host,
  setup: VerifySetup,
  expected: SpoolExpectation,
): OutputVerdict {
  const breaches = new BreachList(expected.file);
  const fault = expectationFault(expected);
  if (fault !== undefined) breaches.add("verify.ledger-broken", fault);
  const path = `${setup.root}/${expected.file}`;
  const isThere = host.exists(path);
  if (!isThere) breaches.add("verify.file-missing", "The spool is missing.");
  if (fault !== undefined || !isThere) return nothingRead(setup, expected.file, breaches);
  const file = new HashedFile(host, path);
  try {
    return new SpoolReading(host, setup, expected, file, breaches).verdict();
  } finally {
    file.close();
  }
}

/** What is impossible in the ledger's rows, so that nothing can be compared with them. */
function expectationFault(expected: SpoolExpectation): string | undefined {
  const count = expected.ordinals.length;
  const columns = [
    expected.pieceNumbers,
    expected.pieceSheets,
    expected.piecePages,
    expected.keyEnds,
    expected.serials,
    expected.generations,
    expected.pulled,
    expected.fragmentOf,
  ];
  if (columns.some(({ length }) => length !== count))
    return "The ledger's columns of the spool's pieces differ in length.";
  const most = limits.pagesPerDocumentMax;
  if (expected.piecePages.some((pages) => pages < 1 || pages > most))
    return "The ledger has a piece with an impossible number of pages.";
  return undefined;
}

function nothingRead(setup: VerifySetup, file: string, breaches: BreachList): OutputVerdict {
  return emptyVerdict(setup, { file, breaches: breaches.found, breachCount: breaches.count });
}

/** One spool while it is read. */
class SpoolReading {
  readonly #host: Host;
  readonly #setup: VerifySetup;
  readonly #expected: SpoolExpectation;
  readonly #pages: ExpectedPages;
  readonly #art: ArtRule;
  readonly #file: HashedFile;
  readonly #breaches: BreachList;

  constructor(
    host: Host,
    setup: VerifySetup,
    expected: SpoolExpectation,
    file: HashedFile,
    breaches: BreachList,
  ) {
    this.#host = host;
    this.#setup = setup;
    this.#expected = expected;
    this.#file = file;
    this.#breaches = breaches;
    const rule = new SheetRule(setup);
    this.#pages = new ExpectedPages(expected, rule, setup.sidesPerSheet);
    this.#art = new ArtRule(setup, rule);
  }

  verdict(): OutputVerdict {
    const references = readCrossReferences(this.#file);
    if (typeof references === "string") {
      this.#breaches.add("verify.pdf-broken", references);
      this.#checkHash(this.#file.finish());
      return nothingRead(this.#setup, this.#expected.file, this.#breaches);
    }
    const objects = new PdfObjects(this.#file, references, this.#breaches);
    const { ordinals, fragmentOf, fragments } = this.#expected;
    const wanted = { ordinals, fragmentOf, fragments };
    const content = new FragmentContent(this.#host, this.#setup.root, "print", wanted);
    const sheets = new SheetCheck(this.#host, this.#setup, this.#expected, this.#breaches);
    try {
      return this.#read(references, objects, content, sheets);
    } finally {
      objects.close();
      content.close();
      sheets.close();
    }
  }

  #read(
    references: CrossReferences,
    objects: PdfObjects,
    content: FragmentContent,
    sheets: SheetCheck,
  ): OutputVerdict {
    const [expected, breaches, setup] = [this.#expected, this.#breaches, this.#setup];
    const tree = new PageTree(objects, setup.furniturePaper, breaches);
    objects.checkHead(references, setup, this.#title());
    tree.readNodes(objects.pagesRoot(references.rootId));
    const most = Math.min(tree.count, expected.ordinals.length + MORE_PIECES_MAX);
    const shared = new SpoolResources(this.#host, setup, objects, breaches);
    const { decoders } = shared;
    const sidePlaces = new SidePlaces(setup, fontMeasures(objects), decoders);
    const money = new MoneyCheck(setup, decoders, breaches, expected.setAside);
    const texts = new RequiredTexts(setup, "print");
    const shown = new ShownTextCheck(texts, shared.words, breaches);
    const checks = { money, shown };
    const composed = new ComposedCheck(expected, content, checks, breaches, most);
    const places = new PlaceCheck(this.#pages, breaches);
    new SpoolCheck({
      objects,
      tree,
      pages: this.#pages,
      art: this.#art,
      resources: shared.pages,
      decoders,
      shownCodes: new ShownCodes(decoders, shared.hasAscii),
      finder: new PieceFinder(expected),
      composed,
      shown,
      places,
      sides: new SideCheck(setup, expected, sidePlaces, breaches),
      furniture: new FurniturePlaces(setup, sidePlaces),
      sheets,
      breaches,
      pieceNumbers: expected.pieceNumbers,
      imbPrefixDigits: setup.imbPrefix.length,
      imbSerialDigits: setup.imbSerialDigits,
    }).run();
    shared.finish();
    places.finish(expected);
    objects.finish(this.#headerBytes());
    const sha256 = this.#file.finish();
    this.#checkHash(sha256);
    const verdict = this.#verdict(tree.count, composed, money.sums(), sheets, sha256);
    return { ...verdict, notChecked: [...verdict.notChecked, ...shared.notChecked] };
  }

  #verdict(
    pages: number,
    composed: ComposedCheck,
    printedSums: readonly string[],
    sheets: SheetCheck,
    sha256: string,
  ): OutputVerdict {
    const { pieces, pages: composedPages, uncompared } = composed;
    const sheetCount = Math.ceil(pages / this.#pages.sides);
    const furnitureSheets = sheets.furniture;
    const numbers = composed.pieceNumbers.slice(0, pieces);
    const mail = { mailSheets: sheetCount - furnitureSheets, mailPages: composedPages };
    const totals = { pieces, ...mail, sheets: sheetCount, pages };
    sheets.finish(
      { ...totals, furnitureSheets },
      {
        ...totals,
        firstPiece: numbers[0] ?? 0,
        lastPiece: numbers.at(-1) ?? 0,
        composedSha256: composed.composedSha256(),
      },
      sha256,
    );
    const gone =
      `${this.#expected.file}: ${uncompared} pieces could not be held against what was composed, ` +
      "as their fragments are missing";
    const counts = { pages, composedPages, sheets: sheetCount, pieces, furnitureSheets };
    return {
      file: this.#expected.file,
      breaches: this.#breaches.found,
      breachCount: this.#breaches.count,
      counts: { ...counts, messages: 0, bytes: this.#file.sizeBytes },
      ordinals: composed.ordinals.slice(0, pieces),
      pieceNumbers: numbers,
      printedSums,
      leaves: composed.leaves().slice(),
      notChecked: uncompared === 0 ? [] : [gone],
    };
  }

  /** The title that the file must have. */
  #title(): string {
    const { stream, part, parts } = this.#expected;
    return `${this.#setup.jobName} ${this.#setup.cycle} ${stream} ${part}/${parts}`;
  }

  /** Reprints are not in the ledger: the audit log has their hashes. */
  #checkHash(sha256: string): void {
    const { bytes, sha256: wanted, index } = this.#expected;
    const isSame =
      (bytes < 0 || bytes === this.#file.sizeBytes) && (wanted === "" || wanted === sha256);
    if (isSame) return;
    const source = index < 0 ? "audit log" : "ledger";
    const message = `The spool's size or SHA-256 differs from that of the ${source}.`;
    this.#breaches.add("verify.wrong-hash", message);
  }

  #headerBytes(): number {
    const head = this.#file.beside(0, 64).toString("latin1");
    const match = HEADER.exec(head);
    if (match === null)
      this.#breaches.add("verify.pdf-broken", "The file does not begin as a PDF does.");
    return match?.[0].length ?? 0;
  }
}
