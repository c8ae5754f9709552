import type { LayoutPlan, MasterBox } from "../../model/layout-plan.ts";
import { addressZone, type Envelope } from "../../model/stock.ts";
import { checkedBlocks } from "./blocks.ts";
import { mayBeFirst } from "./master-kinds.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { type Papers, SENDER_MPT } from "../paper/papers.ts";

const PATH = ["print", "sender"];
/** Characters that begin a value, a style, a link or a name in other texts of the layout. */
const MARKUP = /[{}*[\]\\$]/;

/** The sender's line: what it says, and the box that it is on the first page. */
export interface SenderLine {
  readonly text: string;
  readonly box: MasterBox;
}

interface Written {
  readonly sender?: string | undefined;
  readonly "sender-style"?: string | undefined;
}

/** Checks the line that stands in the window above the address. */
export function checkedSender(
  check: LayoutCheck,
  { sender: text, "sender-style": named }: Written,
  papers: Papers,
): SenderLine | undefined {
  if (text === undefined) return undefined;
  const { source } = check;
  const [envelope] = papers.envelopes;
  if (envelope === undefined) return undefined;
  if (envelope.post === undefined) {
    const message =
      "The barcode of the USPS stands above the address; leave out the sender's line.";
    source.report("wrong-value", PATH, message, { hint: "print it on the envelope" });
    return undefined;
  }
  if (MARKUP.test(text)) {
    const message =
      "The sender's line is plain text, the same on all letters; leave these out: { } * [ ] \\ $";
    source.report("wrong-value", PATH, message, { hint: "it takes no values, markup or $names" });
    return undefined;
  }
  const style = named ?? (check.styles.has("sender") ? "sender" : undefined);
  const rect = senderZone(envelope);
  const block = { paragraph: text, ...(style !== undefined && { style }) };
  const blocks = checkedBlocks({ ...check, widthMpt: rect.widthMpt }, PATH, [block]);
  return { text, box: { id: PATH.join("."), rect, blocks, isStatic: true } };
}

/** Above what the plan's envelope leaves to the address. */
function senderZone(envelope: Envelope): MasterBox["rect"] {
  const zone = addressZone(envelope);
  return { ...zone, yMpt: zone.yMpt - SENDER_MPT, heightMpt: SENDER_MPT };
}

/** The line as the last box of the masters that a first page can have, in all locales. */
export function withSender(
  plan: Pick<LayoutPlan, "masters" | "translations">,
  sender: SenderLine | undefined,
): Pick<LayoutPlan, "masters" | "translations" | "sender"> {
  if (sender === undefined) return plan;
  const added = (masters: LayoutPlan["masters"]): LayoutPlan["masters"] =>
    masters.map((master, index) =>
      mayBeFirst(index, master.variant)
        ? { ...master, boxes: [...master.boxes, sender.box] }
        : master,
    );
  const { translations } = plan;
  return {
    masters: added(plan.masters),
    ...(translations !== undefined && {
      translations: Object.fromEntries(
        Object.entries(translations).map(([locale, each]) => [
          locale,
          { ...each, masters: added(each.masters) },
        ]),
      ),
    }),
    sender: sender.text,
  };
}
