/** What a customer chooses beside style and variant: what stands behind the sitter, and how strongly a style speaks. */

export const backgrounds = [
  { id: 'studio', name: 'The style’s own' },
  { id: 'plain', name: 'Plain' },
  { id: 'photo', name: 'As in the photo' },
] as const;

export type Background = (typeof backgrounds)[number]['id'];

export type Manner = {
  readonly background: Background;
  /** 0 gentle … 1 bold. */
  readonly intensity: number;
};

/** What is painted where nothing was said. */
export const usualManner: Manner = { background: 'studio', intensity: 0.5 };

/** What one quantity of a style is at its gentlest, as usual, and at its boldest. */
export type Reach = readonly [gentle: number, usual: number, bold: number];

export function graded(intensity: number, [gentle, usual, bold]: Reach): number {
  if (intensity === 0.5) return usual; // exactly, so that the usual picture hangs on no rounding
  return intensity < 0.5
    ? gentle + (usual - gentle) * intensity * 2
    : usual + (bold - usual) * (intensity * 2 - 1);
}
