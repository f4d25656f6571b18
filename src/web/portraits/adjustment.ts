/** What a customer changes of a portrait: the frame, the variant, what stands behind, how strongly the style speaks. */
import { z } from 'zod';
import type { Crop, Recipe } from '../../studio/engine.ts';

/** The frame's moves in per cent of its own sides, and its zoom in per cent. */
export type Framing = { readonly across: number; readonly down: number; readonly zoom: number };

/** Bounds of each control, whole per cents. */
export const reaches = {
  across: { min: -60, max: 60, usual: 0 },
  down: { min: -60, max: 60, usual: 0 },
  zoom: { min: 60, max: 300, usual: 100 },
  intensity: { min: 0, max: 100, usual: 50 },
} as const;

const percent = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.coerce.number().int().min(min).max(max).optional();

/** Fields of the form, and of the address of a sketch; what is missing is as in the portrait. */
export const Adjusted = z.object({
  portrait: z.uuid().optional(),
  variant: z.string().max(40).optional(),
  background: z.enum(['studio', 'plain', 'photo']).optional(),
  intensity: percent(reaches.intensity),
  across: percent(reaches.across),
  down: percent(reaches.down),
  zoom: percent(reaches.zoom),
});
export type Adjusted = z.output<typeof Adjusted>;

export type Adjustment = Framing & Pick<Recipe, 'variant' | 'background'> & { readonly intensity: number };

/** The portrait as it is, with what was changed. */
export const adjustmentOf = (recipe: Recipe, given: Adjusted): Adjustment => ({
  variant: given.variant ?? recipe.variant,
  background: given.background ?? recipe.background,
  intensity: given.intensity ?? Math.round(recipe.intensity * 100),
  across: given.across ?? reaches.across.usual,
  down: given.down ?? reaches.down.usual,
  zoom: given.zoom ?? reaches.zoom.usual,
});

/** The same hand, of the same seed: only what was changed is another. */
export const adjusted = (
  recipe: Recipe,
  { variant, background, intensity, ...framing }: Adjustment,
): Recipe => ({
  ...recipe,
  ...{ variant, background, intensity: intensity / 100 },
  crop: recipe.crop && framed(recipe.crop, framing),
});

/** No frame is larger than this, in photos: there would be more ground than sitter. */
const largest = 1.6;

/** Its middle stays in the photo. */
export function framed(crop: Crop, { across, down, zoom }: Framing): Crop {
  if (across === 0 && down === 0 && zoom === 100) return crop; // to the last bit
  const scale = Math.min(100 / zoom, Math.max(1, largest / Math.max(crop.width, crop.height)));
  const [width, height] = [crop.width * scale, crop.height * scale];
  const middle = {
    x: within(crop.x + crop.width * (0.5 + across / 100)),
    y: within(crop.y + crop.height * (0.5 + down / 100)),
  };
  return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
}

const within = (share: number): number => Math.max(0, Math.min(1, share));
