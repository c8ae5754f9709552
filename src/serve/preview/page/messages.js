import { byId, counted, element } from "./dom.js";
import { emailUrl } from "./server.js";

/** @typedef {import("../../../proof/preview/preview-state.ts").PreviewLetter} PreviewLetter */

/** @type {readonly (readonly [width: number, scheme: "light" | "dark"])[]} */
const SCREENS = [
  [640, "light"],
  [640, "dark"],
  [375, "light"],
  [375, "dark"],
];

/** How much of the window's height an e-mail takes beside the pages. */
const SHARE_BESIDE = 0.42;

/** The e-mail as four readers see it, its text part, and the SMS. */
export class MessagesView {
  #frames = SCREENS.map(([width, scheme]) => new EmailFrame(width, scheme));

  constructor() {
    byId("frames").append(...this.#frames.map(({ figure }) => figure));
  }

  /** @param {PreviewLetter} letter */
  show(letter) {
    const { email, sms } = letter.messages;
    byId("email").hidden = email === undefined;
    byId("sms").hidden = sms === undefined;
    byId("no-messages").hidden = email !== undefined || sms !== undefined;
    byId("email-subject").textContent = email?.subject ?? "";
    byId("email-to").textContent = email?.to ?? "";
    byId("email-text").textContent = email?.text ?? "";
    byId("sms-text").textContent = sms?.text ?? "";
    const parts = sms?.segments === undefined ? "" : `, ${counted(sms.segments, "segment")}`;
    byId("sms-facts").textContent = `To ${sms?.to ?? ""}${parts}`;
    for (const frame of this.#frames) frame.show(email === undefined ? undefined : letter);
  }
}

/** The e-mail on a screen of some width, as small as it must be to fit the pane. */
class EmailFrame {
  figure = element("figure", { class: "screen" });
  #box = element("div", { class: "screen-box" });
  /** @type {HTMLIFrameElement} */
  #frame;
  #width;
  #scheme;

  /**
   * @param {number} width
   * @param {"light" | "dark"} scheme
   */
  constructor(width, scheme) {
    this.#width = width;
    this.#scheme = scheme;
    this.#frame = element("iframe", {
      title: `E-mail, ${width} pixels wide, ${scheme}`,
      // No script runs in it, and it leads nowhere; its height may be asked.
      sandbox: "allow-same-origin",
    });
    this.#frame.style.width = `${width}px`;
    this.#frame.addEventListener("load", () => this.#fit());
    this.#box.append(this.#frame);
    this.figure.append(this.#box, element("figcaption", {}, `${width} px, ${scheme}`));
    new ResizeObserver(() => this.#fit()).observe(this.figure);
  }

  /** @param {PreviewLetter | undefined} letter */
  show(letter) {
    if (letter === undefined) return this.#frame.removeAttribute("src");
    const url = emailUrl(letter, this.#scheme);
    if (this.#frame.getAttribute("src") !== url) this.#frame.setAttribute("src", url);
  }

  #fit() {
    const room = this.figure.clientWidth;
    const whole = this.#frame.contentDocument?.documentElement?.scrollHeight ?? 0;
    if (room === 0) return;
    const scale = Math.min(1, room / this.#width);
    // Beside the pages it may be scrolled, so that all of its forms are seen at once.
    const isBeside = byId("main").dataset["view"] === "all";
    const height = isBeside ? Math.min(whole, (innerHeight * SHARE_BESIDE) / scale) : whole;
    this.#frame.style.height = `${height}px`;
    this.#frame.style.transform = `scale(${scale})`;
    this.#box.style.width = `${this.#width * scale}px`;
    this.#box.style.height = `${height * scale}px`;
  }
}
