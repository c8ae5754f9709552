/** What the bench uses of packages that bring no types. */
declare module "pdfmake" {
  interface Output {
    getBuffer(): Promise<Uint8Array>;
  }
  const pdfmake: {
    setFonts(fonts: Record<string, Record<string, string>>): void;
    setUrlAccessPolicy(allows: (url: string) => boolean): void;
    setLocalAccessPolicy(allows: (path: string) => boolean): void;
    createPdf(definition: object): Output;
  };
  export default pdfmake;
}

declare module "react" {
  export function createElement(type: unknown, props: unknown, ...children: unknown[]): object;
}
