/** Which parts of a picture deserve a fine brush: the face's oval, its brows and nose, most of all eyes and lips. */
import { type Box, type Face, type FacePart, type Point, partOf } from '../vision/faces.ts';
import { blur, filled } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';

type Flat = readonly [x: number, y: number];

/** How much each part counts, and by how much its outline is widened first. */
const parts: readonly { readonly part: FacePart; readonly value: number; readonly widen: number }[] = [
  { part: 'leftEye', value: 1, widen: 1.5 },
  { part: 'rightEye', value: 1, widen: 1.5 },
  { part: 'leftBrow', value: 0.8, widen: 1.25 },
  { part: 'rightBrow', value: 0.8, widen: 1.25 },
  { part: 'lips', value: 1, widen: 1.2 },
  { part: 'nose', value: 0.8, widen: 1.15 },
];

/** From 0 to 1; about 0.55 on a face's skin. Where there is no mesh the face's box counts, or else the subject. */
export function detailMap(shop: Workshop, faces: readonly Face[], alpha: Image): Image {
  const map = filled(shop, alpha.width, alpha.height, 1, 0);
  for (const { mesh, box } of faces) {
    if (mesh.length === 0) fillPolygon(shop, map, ellipse(box), 0.85);
    else {
      fillPolygon(shop, map, partOf(mesh, 'oval').map(flat), 0.55);
      for (const { part, value, widen } of parts)
        fillPolygon(shop, map, widened(hull(partOf(mesh, part).map(flat)), widen, widen * 1.15), value);
    }
  }
  if (faces.length === 0)
    shop.run('scaleBias', map.height, { alpha, map, gain: 0.6, bias: 0, w: map.width, c: 1 });
  const soft = blur(shop, map, alpha.width / 70);
  shop.release(map);
  return soft;
}

/** The eyes alone, with soft edges: for a little light on them. */
export function eyeMap(shop: Workshop, faces: readonly Face[], { width, height }: Image): Image {
  const map = filled(shop, width, height, 1, 0);
  for (const { mesh } of faces)
    for (const part of ['leftEye', 'rightEye'] as const)
      if (mesh.length > 0) fillPolygon(shop, map, widened(hull(partOf(mesh, part).map(flat)), 1.25, 1.6), 1);
  const soft = blur(shop, map, Math.max(1, (faces[0]?.box.width ?? width * 0.3) / 50));
  shop.release(map);
  return soft;
}

/** The inside of every face: where the cut-out may not bite. */
export function guardMap(shop: Workshop, faces: readonly Face[], { width, height }: Image): Image {
  const map = filled(shop, width, height, 1, 0);
  for (const { mesh } of faces)
    if (mesh.length > 0) fillPolygon(shop, map, widened(partOf(mesh, 'oval').map(flat), 1.04, 1.04), 1);
  return map;
}

export function fillPolygon(shop: Workshop, dst: Image, outline: readonly Flat[], value: number): void {
  const points = shop.image(outline.length * 2, 1, 1);
  shop.floats(points).set(outline.flat());
  shop.run('polygon', dst.height, { points, n: outline.length, value, dst, w: dst.width });
  shop.release(points);
}

const flat = ([x, y]: Point): Flat => [x, y];

function ellipse({ x, y, width, height }: Box): readonly Flat[] {
  return Array.from({ length: 24 }, (_, i): Flat => {
    const turn = (i / 12) * Math.PI;
    return [x + width / 2 + width * 0.55 * Math.cos(turn), y + height / 2 + height * 0.55 * Math.sin(turn)];
  });
}

export function widened(points: readonly Flat[], across: number, down: number): readonly Flat[] {
  const cx = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const cy = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  return points.map(([x, y]) => [cx + (x - cx) * across, cy + (y - cy) * down]);
}

/** Convex hull by monotone chain (Andrew 1979). */
export function hull(points: readonly Flat[]): readonly Flat[] {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by);
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

function chain(points: readonly Flat[]): readonly Flat[] {
  const kept: Flat[] = [];
  for (const point of points) {
    while (kept.length > 1 && !turnsLeft(kept.at(-2), kept.at(-1), point)) kept.pop();
    kept.push(point);
  }
  return kept.slice(0, -1);
}

const turnsLeft = (o: Flat | undefined, a: Flat | undefined, b: Flat): boolean =>
  o !== undefined && a !== undefined && (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]) > 0;
