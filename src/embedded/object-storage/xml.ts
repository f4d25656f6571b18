/** The little XML that S3 speaks. */

const entities: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/** A control character has no place in XML 1.0, and a key may hold one: it travels as a reference. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (c) => `&${entities[c]};`).replace(/\p{Cc}/gu, (c) => `&#${c.charCodeAt(0)};`);

/** Markup that is done; strings are escaped when they become an element. */
export type Xml = { readonly xml: string };

/** `undefined` children are left out. */
export function element(
  name: string,
  ...children: readonly (Xml | string | number | boolean | undefined)[]
): Xml {
  const inner = children.map((child) => {
    if (child === undefined) return '';
    return typeof child === 'object' ? child.xml : escaped(String(child));
  });
  return { xml: `<${name}>${inner.join('')}</${name}>` };
}

export const all = (elements: readonly Xml[]): Xml => ({ xml: elements.map(({ xml }) => xml).join('') });

export const documentOf = ({ xml }: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;

/** The texts of every such element, in order; documents that clients send are flat enough. */
export const textsOf = (xml: string, name: string): readonly string[] =>
  innerOf(xml, name).map((text) =>
    text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, named) => decoded(named) ?? whole),
  );

export const innerOf = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    ([, inner = '']) => inner,
  );

function decoded(named: string): string | undefined {
  if (!named.startsWith('#')) return Object.keys(entities).find((c) => entities[c] === named);
  const code = /^#x/i.test(named) ? Number.parseInt(named.slice(2), 16) : Number(named.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
