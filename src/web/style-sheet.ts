/** The style sheet as it is served: the house style, and a class for every size that a thing can have. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

export type StyleSheet = { readonly href: string; readonly text: string };

/** Read once at start. @throws where the file is not there */
export async function styleSheet(): Promise<StyleSheet> {
  const written = await readFile(new URL('./assets/atelier.css', import.meta.url), 'utf8');
  const text = `${withoutComments(written)}\n${sizes()}\n`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { href: `/assets/atelier.${hash}.css`, text };
}

const withoutComments = (css: string): string =>
  css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s+/gm, '')
    .replaceAll(/\n+/g, '\n');

/** A strict content policy allows no inline styles: whole centimetres, and pixels to the centimetre, are classes. */
function sizes(): string {
  const widths = range(5, 120).map((cm) => `.w-${cm}{--w:${cm}}`);
  const mats = range(0, 8).map((cm) => `.mat-${cm}{--mat:${cm}}`);
  return `@layer util{${[...widths, ...mats].join('')}}`;
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
