import { type Markup, markup } from "./markup.ts";
import { pageStyle } from "./page-style.ts";

/**
 * What every page of ours begins with, up to its body: it fetches nothing, and may do no more than
 * `policy` lets it (Content-Security-Policy). `ownStyle` comes behind the style of all pages.
 */
export function pageHead(title: string, policy: string, ownStyle?: string): Markup {
  const style = ownStyle === undefined ? pageStyle() : `${pageStyle()}\n${ownStyle}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}</title>
<style>
${{ html: style }}
</style>
</head>
`;
}
