declare module "linebreak" {
  /** UAX #14 break opportunities, one by one; the last is the end of the text. */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { readonly position: number; readonly required: boolean } | null;
  }
}
