/** The styles, in the order in which they are shown. */
import { charcoal } from './charcoal.ts';
import { classicOil } from './classic-oil.ts';
import { colouredPencil } from './coloured-pencil.ts';
import { engraving } from './engraving.ts';
import { impressionist } from './impressionist.ts';
import { pencil } from './pencil.ts';
import { pointillist } from './pointillist.ts';
import { popArt } from './pop-art.ts';
import { poster } from './poster.ts';
import type { Style, StyleInfo } from './style.ts';
import { watercolour } from './watercolour.ts';

export type { StyleInfo } from './style.ts';

const all = [
  impressionist,
  classicOil,
  engraving,
  popArt,
  pencil,
  charcoal,
  colouredPencil,
  poster,
  watercolour,
  pointillist,
] as const;

export type StyleId = (typeof all)[number]['id'];

export const styles: readonly StyleInfo<StyleId>[] = all;

export const painterOf = (id: string): Style<StyleId> | undefined => all.find((style) => style.id === id);
