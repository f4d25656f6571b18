/** The mark on a preview: the shop's name as outlines, all over the picture and not on the face. */
import type { Crop } from '../compose/prepare.ts';
import { wordmark } from './wordmark.ts';

type Spot = { readonly x: number; readonly y: number };

/** An SVG of the picture's size; any third of the picture holds several marks, so that a crop keeps one. */
export function watermark(width: number, height: number, face: Crop | null): string {
  const size = Math.max(width, height) / 9;
  const scale = size / wordmark.width;
  const marks = spots(width, height, size).filter((spot) => !onFace(spot, width, height, size, face));
  const paths = marks.map(({ x, y }) => mark(x, y, scale)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paths}</svg>`;
}

/** White with a thin dark edge, so that it shows on every ground; slanted, so that no row of pixels is free of it. */
function mark(x: number, y: number, scale: number): string {
  const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(-24) scale(${scale.toFixed(5)})`;
  const middle = `translate(${-wordmark.width / 2} ${wordmark.capHeight / 2})`;
  return `<path transform="${place} ${middle}" d="${wordmark.path}" fill="#fff" fill-opacity=".34" stroke="#000" stroke-opacity=".22" stroke-width="22"/>`;
}

/** Rows shifted against each other by half a step. */
function spots(width: number, height: number, size: number): readonly Spot[] {
  const [across, down] = [size * 1.75, size * 1.15];
  const rows = Math.ceil(height / down) + 1;
  const columns = Math.ceil(width / across) + 2;
  return Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns);
    return { x: ((i % columns) - (row % 2) / 2) * across, y: row * down };
  });
}

/** Without a face it is the picture's middle that is kept free. */
function onFace({ x, y }: Spot, width: number, height: number, size: number, face: Crop | null): boolean {
  const { x: left, y: top, width: w, height: h } = face ?? { x: 0.3, y: 0.28, width: 0.4, height: 0.4 };
  const [rx, ry] = [(w * width) / 2 + size * 0.5, (h * height) / 2 + size * 0.3];
  return Math.hypot((x - (left + w / 2) * width) / rx, (y - (top + h / 2) * height) / ry) < 1;
}
