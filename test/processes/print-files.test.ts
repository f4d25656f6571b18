/** The file of a print says how large the print is; what is cut away is there to be cut away. */
import { describe, expect, test } from 'bun:test';
import { firstOffers } from '../../src/modules/catalogue/offers.ts';
import { LabSku } from '../../src/modules/catalogue/product.events.ts';
import { fileRuleFor } from '../../src/processes/print-files.ts';
import { line } from '../modules/facts.ts';

const ruleOf = ({ kind, labSku, masterPx }: (typeof firstOffers)[number]) =>
  fileRuleFor({ ...line(), kind, labSku, masterPx });

describe('the file of', () => {
  test.each(
    firstOffers.filter(({ labSku }) => labSku !== null).map((offer) => [offer.productId, offer] as const),
  )(
    '%s measures in inches what the lab prints, or less than a quarter of an inch more on one side',
    (_, offer) => {
      const { dpi, format, bleedPx } = ruleOf(offer);
      const [, width = '', height = ''] = /(\d+)X(\d+)$/.exec(offer.labSku ?? '') ?? [];
      const [across, down] = [offer.masterPx.width / dpi, offer.masterPx.height / dpi];
      const more = [across - Number(width), down - Number(height)];
      expect(Math.min(...more)).toBeWithin(-0.01, 0.01);
      expect(Math.max(...more)).toBeLessThan(0.25);
      expect(dpi).toBeGreaterThanOrEqual(offer.productId.endsWith('60x75') ? 200 : 295);
      expect([format, bleedPx]).toEqual(['jpeg', 0]);
    },
  );

  test('a customer who prints it elsewhere is said to have 300 pixels in an inch', () => {
    const file = firstOffers.find(({ kind }) => kind === 'file');
    expect(file && ruleOf(file)).toEqual({ format: 'jpeg', dpi: 300, bleedPx: 0 });
  });

  test('cards goes an eighth of an inch beyond where they are cut', () => {
    const labSku = LabSku.parse('GLOBAL-GRE-MOH-7X5-BLA');
    const card = { kind: 'cards', labSku, masterPx: { width: 1500, height: 2100 } } as const;
    expect(fileRuleFor({ ...line(), ...card })).toEqual({ format: 'jpeg', dpi: 300, bleedPx: 38 });
  });
});
