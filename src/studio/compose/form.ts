/** How far each part of a sitter stands out, so that drawn lines can bend over it. */
import { blur, enlarge, filled, like } from '../workshop/filters.ts';
import type { Image, Workshop } from '../workshop/workshop.ts';
import type { Sitter } from './prepare.ts';

const step = 8;

/** In working pixels towards the viewer; 0 on the background. */
export function formOf(shop: Workshop, { faces, figure: alpha, photo }: Sitter): Image {
  const { width: w, height: h } = photo;
  const relief = filled(shop, Math.ceil(w / step), Math.ceil(h / step), 1, 0);
  for (const { mesh, box } of faces.slice(0, 1)) {
    if (mesh.length === 0) continue;
    const points = shop.image(mesh.length * 3, 1, 1);
    shop.floats(points).set(mesh.flat());
    const base = Math.max(...mesh.map(([, , z]) => z));
    const [n, reach] = [mesh.length, box.width * 1.1];
    shop.run('faceDepth', relief.height, { points, n, base, reach, relief, step, w: relief.width });
    shop.release(points);
  }
  const depth = enlarge(shop, relief, w, h, step);
  const wide = blur(shop, alpha, w / 14);
  const form = like(shop, alpha, 1);
  shop.run('headForm', h, { depth, wide, height: w / 16, form, w });
  const soft = blur(shop, form, w / 28);
  shop.release(relief, depth, wide, form);
  return soft;
}
