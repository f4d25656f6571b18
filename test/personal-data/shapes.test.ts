/** What is sealed is for ever, too: every shape that a category ever had is read in the shape of today. A line is added, never changed. */
import { describe, expect, test } from 'bun:test';
import { type Category, categories, entryOf } from '../../src/personal-data/register.ts';

/** As it was sealed; and as it is read now, where that is another. */
type Golden = { readonly sealed: object; readonly reads?: object };

const recipe = {
  ...{ style: 'engraving', variant: 'standard', seed: 7, engine: 'studio 1' },
  crop: { x: -0.05, y: 0.1, width: 1.05, height: 0.9 },
};
const usual = { background: 'studio', intensity: 0.5 };
const picture = { widthPx: 1024, heightPx: 1280, bytes: 400_000 };
const address = {
  ...{ line1: '12 St James Square', line2: null, postalCode: '10115', city: 'Łódź', state: null },
  country: 'PL',
};
const message = { subject: 'My order', text: 'Where is it?\nAda' };

const golden: Readonly<Record<Category, readonly Golden[]>> = {
  contact: [
    { sealed: { email: 'ada@example.org', name: 'Ada' } },
    { sealed: { email: 'a@b.example', name: null } },
  ],
  'media.upload': [{ sealed: { fileName: 'me.jpg', bytes: 204_800, widthPx: 2400, heightPx: 3000 } }],
  'portrait.recipe': [
    { sealed: recipe, reads: { ...recipe, ...usual } },
    { sealed: { ...recipe, crop: null }, reads: { ...recipe, ...usual, crop: null } },
    { sealed: { ...recipe, background: 'plain', intensity: 1 } },
  ],
  'media.portrait': [{ sealed: picture }],
  'media.master': [{ sealed: { ...picture, sha256: 'a'.repeat(64), md5: 'b'.repeat(32) } }],
  'order.delivery': [
    { sealed: { name: 'Łukasz', ...address } },
    { sealed: { name: 'Ada', ...address, line2: 'c/o', state: 'NY' } },
  ],
  'order.shipment': [
    { sealed: { carrier: 'DHL', service: null, trackingNumber: null, trackingUrl: null } },
    {
      sealed: {
        carrier: 'DHL',
        service: 'Paket',
        trackingNumber: 'JD1',
        trackingUrl: 'https://dhl.example/JD1',
      },
    },
  ],
  'order.invoice': [{ sealed: { name: 'Łukasz', address } }, { sealed: { name: null, address: null } }],
  'payment.reference': [
    { sealed: { sessionId: 'cs_1', payUrl: 'https://pay.example/cs_1', paymentIntentId: null } },
    { sealed: { sessionId: null, payUrl: null, paymentIntentId: 'pi_1' } },
  ],
  'abuse.signals': [
    { sealed: { address: '192.0.2.7', userAgent: 'Test/1.0', languages: 'de' } },
    { sealed: { address: '2001:db8::7', userAgent: null, languages: null } },
  ],
  'abuse.score': [{ sealed: { points: 40, ruleVersion: '1', reasons: ['many orders'] } }],
  'abuse.device': [{ sealed: { fingerprint: 'abc' } }],
  support: [{ sealed: message }],
  'consent.evidence': [
    { sealed: { where: '/account/privacy', shown: 'Keep them.', globalPrivacyControl: true } },
  ],
  'rights.requests': [{ sealed: { text: 'Erase me.', provedBy: 'session' } }],
  'rights.copy': [{ sealed: { bytes: 9, files: 1, records: 2, sha256: 'c'.repeat(64) } }],
};

describe.each(categories.map((category) => [category, golden[category]] as const))(
  '%s',
  (category, lines) => {
    const { holds } = entryOf(category);

    test('is read in the shape of today, whenever it was sealed', () => {
      expect(lines.length).toBeGreaterThan(0);
      for (const { sealed, reads = sealed } of lines) expect(holds.parse(sealed)).toEqual(reads);
    });

    test('read again, is what it was: a correction seals what was opened', () => {
      for (const { sealed } of lines) expect(holds.parse(holds.parse(sealed))).toEqual(holds.parse(sealed));
    });

    test('is nothing else', () => {
      for (const other of [null, 'text', {}, []]) expect(holds.safeParse(other).success).toBe(false);
    });
  },
);
