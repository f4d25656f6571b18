/** The styles, in the order in which they are shown. */
import { engraving } from './engraving.ts';
import { impressionist } from './impressionist.ts';
import { popArt } from './pop-art.ts';
import type { Style, StyleInfo } from './style.ts';

export type { StyleInfo, Variant } from './style.ts';

const all = [impressionist, engraving, popArt] as const;

export type StyleId = (typeof all)[number]['id'];

export const styles: readonly StyleInfo<StyleId>[] = all;

export const painterOf = (id: string): Style<StyleId> | undefined => all.find((style) => style.id === id);
