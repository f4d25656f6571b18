/** What holds for every page, whatever it is given. */
import { describe, expect, test } from 'bun:test';
import type { VNode } from 'preact';
import { cloneElement } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { policyOfToday } from '../../src/web/policies/document.ts';
import { pages } from './pages.ts';
import { euro } from './samples.ts';

const html = new Map(pages.map(({ name, page }) => [name, renderToString(page)]));
const attack = `"'><script>alert(1)</script><img src=x onerror=alert(2)>`;

/** Every text that a page is given, made hostile; dates, and the words by which a page decides, stay. */
function hostile(value: unknown): unknown {
  if (typeof value === 'string')
    return /[ A-Z/@]/.test(value) && !/^\d{4}-/.test(value) ? value + attack : value;
  if (Array.isArray(value)) return value.map(hostile);
  if (typeof value !== 'object' || value === null || 'constructor' in value === false) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'currency' ? one : hostile(one)]),
  );
}

const withHostileText = (page: VNode<object>): VNode =>
  cloneElement(page, { ...Object(hostile(page.props)) });

describe('every page', () => {
  test('escapes what people and other programs wrote', () => {
    for (const { name, page } of pages) {
      const rendered = renderToString(withHostileText(page));
      expect(`${name}: ${/<script>alert|<img src=x/.test(rendered)}`).toBe(`${name}: false`);
    }
    const [checkout] = pages.filter(({ name }) => name === 'checkout');
    expect(checkout && renderToString(withHostileText(checkout.page))).toContain('&lt;script>alert(1)');
  });

  test('has no inline style and no inline handler: the content policy would refuse them', () => {
    for (const [name, text] of html)
      expect(`${name}: ${text.match(/\s(style|on\w+)="/)?.[0]}`).toBe(`${name}: undefined`);
  });

  test('has forms that work without script: an address, a method, and a button that sends', () => {
    for (const [name, text] of html)
      for (const [form, attributes = '', content = ''] of text.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)) {
        expect(`${name}: ${attributes}`).toMatch(/method="(get|post)"/);
        expect(`${name}: ${attributes}`).toMatch(/action="\/[^"]*"/);
        expect(`${name}: ${content.includes('type="submit"')} ${form.length > 0}`).toBe(`${name}: true true`);
      }
  });

  test('names every field, and has a label for whatever is filled in', () => {
    for (const [name, text] of html)
      for (const [field] of text.matchAll(/<(input|select|textarea)[^>]*>/g)) {
        if (field.includes('type="hidden"') || field.includes('type="range"')) continue;
        expect(`${name}: ${field}`).toMatch(/ name="/);
        const id = /\bid="([^"]+)"/.exec(field)?.[1];
        const labelled = /aria-label=|type="(radio|checkbox)"/.test(field) || text.includes(`for="${id}"`);
        expect(`${name}: ${field} ${labelled}`).toBe(`${name}: ${field} true`);
      }
  });

  test('has one title, and ids that occur once', () => {
    for (const [name, text] of html) {
      expect(`${name}: ${text.match(/<h1/g)?.length}`).toBe(`${name}: 1`);
      const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      expect(`${name}: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`).toBe(`${name}: `);
    }
  });

  test('speaks plainly: no exclamation, no "oops", no "sorry", no "simply", no magic', () => {
    for (const [name, text] of html) {
      const said = text.replaceAll(/<[^>]*>/g, ' ');
      expect(`${name}: ${said.match(/\b(oops|sorry|simply|magic\b(?! link)|AI-powered)|!/i)?.[0]}`).toBe(
        `${name}: undefined`,
      );
    }
  });

  test('fills a button with madder only where something is erased at last', () => {
    const final = [...html].filter(([, text]) => text.includes('btn--final')).map(([name]) => name);
    expect(final).toEqual(['erase', 'erase-code', 'components']);
  });
});

describe('the order sheet', () => {
  test('rounds the tax per line and adds it up: €144.90 holds €23.13, not what the sum alone would give', () => {
    const text = html.get('checkout') ?? '';
    expect(text).toContain('€144.90');
    expect(text).toContain('€23.13');
    expect((euro(14490).cents * 19) / 119).not.toBe(2313);
  });

  test('has a button that names the sum, and sends the sum that was seen', () => {
    expect(html.get('checkout')).toContain('Order and pay €144.90</button>');
    expect(html.get('checkout')).toContain('<input type="hidden" name="sum" value="14490"/>');
  });

  test('tells of both exemptions before the contract, and leaves the waiver empty', () => {
    const text = html.get('checkout') ?? '';
    expect(text).toContain('Art. 16(c)');
    expect(text).toContain('Art. 16(m)');
    expect(text).not.toMatch(/id="fileAtOnce"[^>]* checked/);
  });

  test('keeps what was typed wrong, and says it twice in the same words', () => {
    const text = html.get('checkout-wrong') ?? '';
    expect(text).toContain('value="1011"');
    expect(text.split('A German postcode has 5 digits')).toHaveLength(3);
    expect(text).toContain('href="#postalCode"');
  });
});

describe('who paints is said where the photo is chosen, and in the policy', () => {
  const policyWith = (engine: { readonly company?: 'replicate' | 'openai' }) =>
    JSON.stringify(policyOfToday({ quota: { perDay: 3 }, engine }));

  test('the studio itself', () => {
    expect(html.get('create')).toContain('painted here, not by another company');
    expect(policyWith({})).toContain('no other company sees the photo in order to paint it');
    expect(policyWith({})).not.toMatch(/Replicate|OpenAI/);
  });

  test('or another company, by its name and place, and no other', () => {
    const notice = html.get('create-painted-elsewhere') ?? '';
    expect(notice).toContain('Replicate (USA) paints for us');
    expect(notice).not.toContain('not by another company');
    expect(policyWith({ company: 'replicate' })).toContain('Replicate (USA) paints for us');
    expect(policyWith({ company: 'replicate' })).not.toContain('OpenAI');
    expect(policyWith({ company: 'openai' })).toMatch(/OpenAI.*standard contractual clauses/);
  });
});

test('the page of a style names the papers behind it, in a sentence', () => {
  expect(html.get('style')).toContain(
    'Built after A. Author: First (SIGGRAPH 1998) and B. Other, C. Third: Second (NPAR 2012).',
  );
});

describe('nothing is preselected that gives data away', () => {
  test('both declarations of an upload are empty', () => {
    expect(html.get('create')).not.toMatch(/id="(mine|age)"[^>]* checked/);
  });

  test('a consent is off until it is asked for, and a switch posts the other state', () => {
    const text = html.get('privacy') ?? '';
    expect(text).toMatch(/value="marketing.email"\/><button[^>]*value="yes"[^>]*aria-checked="false"/);
    expect(text).toMatch(/value="portrait.gallery"\/><button[^>]*value="no"[^>]*aria-checked="true"/);
    expect(text).toContain('Global Privacy Control. We read that as no.');
  });
});
