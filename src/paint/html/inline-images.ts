import type { MimeImage } from "./mime.ts";

/** A message's HTML with its images in it: a browser knows no parts of an e-mail. */
export function inlineImages(html: string, images: readonly MimeImage[]): string {
  const byId = new Map(images.map((image) => [image.contentId, dataUrl(image)]));
  return html.replaceAll(/"cid:([^"]+)"/g, (whole, id: string) => {
    const url = byId.get(id);
    return url === undefined ? whole : `"${url}"`;
  });
}

function dataUrl({ mediaType, bytes }: MimeImage): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;
}
