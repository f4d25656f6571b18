/** One frame for every page of every stand-in: hatched, ochre, monospace, so that none can pass for the shop. */
import type { Answer } from './http.ts';
import { style } from './style.ts';

/** Markup that may stand in a page as it is; everything else is escaped. */
export type Html = { readonly markup: string };
type Part = Html | string | number | bigint | boolean | null | undefined | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A tag for templates: `false`, `null` and `undefined` leave nothing. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: strings.map((string, at) => string + markupOf(parts[at])).join(''),
});

function markupOf(part: Part): string {
  if (part === null || part === undefined || typeof part === 'boolean') return '';
  if (typeof part === 'object') return 'markup' in part ? part.markup : part.map(markupOf).join('');
  return String(part).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

type Page = {
  readonly title: string;
  readonly lead: string;
  readonly body: Html;
  readonly status?: number;
  /** Origins that a form of this page may lead to, besides this server. */
  readonly leadsTo?: readonly string[];
};

export const page = ({ title, lead, body, status = 200, leadsTo = [] }: Page): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin', // with `no-referrer` a browser sends our own forms with `Origin: null`
    'content-security-policy': [
      "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'",
      "frame-ancestors 'none'",
      ["form-action 'self'", ...leadsTo].join(' '),
    ].join('; '),
  },
  body: html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} (simulated)</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/sandbox/style.css">
</head>
<body>
<header><p class="stamp">Simulated</p></header>
<main>
<h1>${title}</h1>
<p class="lead">${lead}</p>
${body}
</main>
</body>
</html>
`.markup,
});

export const styleSheet: Answer = {
  status: 200,
  headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=60' },
  body: style,
};

/** After a form: look at the page again, which a reload may then repeat without harm. */
export const seeOther = (location: string): Answer => ({ status: 303, headers: { location } });

export const notFound = (what: string): Answer =>
  page({ status: 404, title: 'Nothing here', lead: what, body: html`` });

/** Money as the shop shows it: `€144.90`. */
export const money = (cents: number, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(cents / 100);
