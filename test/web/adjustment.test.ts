/** Changing a portrait: what was not touched stays to the last bit, and no frame loses the photo. */
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { recipeFrom } from '../../src/studio/engine.ts';
import { Adjusted, adjusted, adjustmentOf, framed, reaches } from '../../src/web/portraits/adjustment.ts';

const crop = { x: -0.08, y: 0.03, width: 1.11, height: 0.72 };
const recipe = recipeFrom({
  style: 'pencil',
  variant: 'grey',
  seed: 7,
  crop,
  engine: '1.1',
  intensity: 0.35,
});

describe('a portrait that is changed', () => {
  test('is the same one where nothing was touched', () => {
    expect(adjusted(recipe, adjustmentOf(recipe, {}))).toEqual(recipe);
  });

  test('keeps its seed and its frame where only the background changes', () => {
    const changed = adjusted(recipe, adjustmentOf(recipe, { background: 'plain', intensity: 80 }));
    expect(changed).toEqual({ ...recipe, background: 'plain', intensity: 0.8 });
  });

  test('comes nearer about the same middle', () => {
    const { x, y, width, height } = framed(crop, { across: 0, down: 0, zoom: 200 });
    expect(width).toBeCloseTo(crop.width / 2);
    expect(x + width / 2).toBeCloseTo(crop.x + crop.width / 2);
    expect(y + height / 2).toBeCloseTo(crop.y + crop.height / 2);
  });

  test('whatever is asked, its middle lies in the photo, its shape stays, and the log can hold it', () => {
    const within = ({ min, max }: { min: number; max: number }) => fc.integer({ min, max });
    const framing = fc.record({
      across: within(reaches.across),
      down: within(reaches.down),
      zoom: within(reaches.zoom),
    });
    fc.assert(
      fc.property(framing, (wanted) => {
        const { x, y, width, height } = framed(crop, wanted);
        expect(width / height).toBeCloseTo(crop.width / crop.height);
        if (wanted.zoom === 100 && wanted.across === 0 && wanted.down === 0) return;
        for (const middle of [x + width / 2, y + height / 2]) {
          expect(middle).toBeGreaterThanOrEqual(-1e-9);
          expect(middle).toBeLessThanOrEqual(1 + 1e-9);
        }
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1);
        expect(Math.max(width, height)).toBeLessThanOrEqual(1.6001);
      }),
    );
  });

  test.each([{ zoom: '9999' }, { background: 'beach' }, { intensity: '-1' }, { portrait: 'a' }])(
    'beyond the bounds of the form is refused: %o',
    (fields) => {
      expect(Adjusted.safeParse(fields).success).toBe(false);
    },
  );
});
