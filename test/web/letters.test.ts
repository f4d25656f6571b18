/** The letters: both forms say the same, and nothing in them looks back at whoever reads. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import {
  copyReady,
  erasureBegun,
  orderConfirmed,
  orderShipped,
  proofCode,
  refunded,
  signInLink,
} from '../../src/web/letters/letters.ts';
import { wrapped } from '../../src/web/letters/plain.ts';
import { totals } from './buying-pages.tsx';
import { euro } from './samples.ts';

const sender = {
  publicUrl: 'http://localhost:3000',
  simulated: true,
  imprint: 'Portrait123, a sample shop, Berlin',
};
const order = `${sender.publicUrl}/orders/or_sample`;

const confirmed = orderConfirmed({
  ...sender,
  ...{ number: 'P-1042', order, placedAt: '2026-11-21T14:07:00Z', totals, ships: true, file: 'at-once' },
  items: [
    { name: 'Framed print, 40 × 50 cm', total: euro(11900) },
    { name: 'High-resolution file', total: euro(1900) },
  ],
  medium: 'Impressionist oil, painted by software after your photograph',
  tile: { cid: 'style-tile', alt: 'A tile of the style Impressionist oil' },
});

const letters = {
  confirmed,
  shipped: orderShipped({
    ...sender,
    ...{ number: 'P-1042', order, carrier: 'Sample Post' },
    tracking: { number: 'SP123', href: 'https://carrier.example/SP123' },
  }),
  refunded: refunded({
    ...sender,
    number: 'P-1042',
    order,
    amount: euro(14490),
    because: 'The lab could not make it.',
  }),
  erasure: erasureBegun({
    ...sender,
    ...{ number: 'ER-0026', receipt: `${sender.publicUrl}/receipts/rc_sample` },
    ...{ kept: ['Invoice, until 31 December 2036'], later: [] },
  }),
  copy: copyReady({
    ...sender,
    archive: `${sender.publicUrl}/files/fi_sample`,
    until: '2026-12-01T00:00:00Z',
  }),
  link: signInLink({ ...sender, link: `${sender.publicUrl}/sign-in/si_sample` }),
  code: proofCode({ ...sender, code: '482913' }),
};

describe('every letter', () => {
  test.each(Object.entries(letters))(
    '%s has a subject, an HTML form and a plain one',
    (_, { subject, text, html }) => {
      expect(subject.length).toBeLessThanOrEqual(78); // RFC 5322, 2.1.1
      expect(subject).not.toContain('\n');
      expect(html).toStartWith('<!doctype html>');
      expect(text).toEndWith('\n');
    },
  );

  test.each(Object.entries(letters))(
    '%s loads nothing from anywhere: no remote image, font or pixel',
    (_, { html }) => {
      expect(html).not.toMatch(/<(script|link|iframe)|@import|url\(/);
      for (const [, src = ''] of html.matchAll(/src="([^"]*)"/g)) expect(src).toStartWith('cid:');
    },
  );

  test.each(Object.entries(letters))(
    '%s gives the same addresses in both forms, and says that it is simulated',
    (_, { text, html }) => {
      for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g))
        if (!href.endsWith('/privacy')) expect(text).toContain(href);
      for (const form of [text, html]) expect(form).toContain('Simulated shop');
    },
  );
});

test('the confirmation holds the sums, both exemptions, and when they were told', () => {
  for (const form of [confirmed.text, confirmed.html]) {
    for (const sum of ['€119.00', '€19.00', '€6.90', '€144.90', '€23.13']) expect(form).toContain(sum);
    expect(form.replaceAll(/\s+/g, ' ')).toContain('told so before you paid, on 21 Nov, 14:07 UTC');
    expect(form).toContain('16(c)');
    expect(form).toContain('16(m)');
  }
});

test('a mailbox gets a tile of the style, never the portrait', () => {
  expect(confirmed.html.match(/<img/g)).toHaveLength(1);
  expect(confirmed.html).toContain('src="cid:style-tile"');
});

test('subjects are those that people were promised', () => {
  expect(Object.values(letters).map(({ subject }) => subject)).toEqual([
    'Order P-1042: we have started on your portrait',
    'Order P-1042 is with the carrier',
    'Order P-1042: €144.90 is on its way back to you',
    'Your erasure has begun: link to receipt ER-0026',
    'Your copy of your data is ready',
    'Your sign-in link, good for 10 minutes',
    'Your code, good for 10 minutes',
  ]);
});

test('what others wrote is escaped', () => {
  const { html } = refunded({
    ...sender,
    number: 'P-1',
    order,
    amount: euro(1),
    because: '<script>alert(1)</script>',
  });
  expect(html).not.toContain('<script>');
});

test('plain text breaks between words only, and loses none', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,80}$/), { minLength: 1 }), (words) => {
      const text = wrapped(words.join(' '));
      expect(text.split(/[ \n]/)).toEqual(words);
      for (const line of text.split('\n')) expect(line.length <= 72 || !line.includes(' ')).toBe(true);
    }),
  );
});
