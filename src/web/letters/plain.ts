/** A letter as plain text: the same blocks, in lines of 72 characters at most, addresses whole. */
import { type LetterBlock, type LetterContent, type Sender, simulatedLine } from './shapes.ts';

const widthMax = 72; // RFC 3676, 4.2: at most 78

export const plain = (
  { title, blocks, because }: LetterContent,
  { publicUrl, simulated, imprint }: Sender,
): string =>
  [
    ...(simulated ? [simulatedLine] : []),
    title,
    ...blocks.map(paragraph),
    '-- ',
    wrapped(`${because} Answer it and a person reads it.`),
    `What we hold about you: ${publicUrl}/account/privacy`,
    imprint,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');

function paragraph(block: LetterBlock): string {
  switch (block.is) {
    case 'text':
      return wrapped(block.text);
    case 'action':
      return `${block.label}:\n${block.href}`;
    case 'code':
      return block.code;
    case 'tile':
      return wrapped(`${block.title}: ${block.medium}`);
    case 'bill':
      return [...block.lines, block.total, block.vat].map(({ name, cost }) => aligned(name, cost)).join('\n');
    case 'list':
      return block.items.map((item) => wrapped(`- ${item}`)).join('\n');
    case 'records':
      return wrapped(`${block.title} ${block.text}`);
  }
}

const aligned = (name: string, cost: string): string => `${name.padEnd(44)} ${cost.padStart(10)}`;

/** Breaks between words; a word that is longer than a line stands alone and whole. */
export function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > widthMax) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}
