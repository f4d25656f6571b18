/** Pop art: four flat tones set on the face itself, a halftone between the lightest two, a drawn line. */
import { percentiles, relight } from '../compose/relight.ts';
import { blur, colours, filled, flowOf, kuwahara, luminance, table } from '../workshop/filters.ts';
import { outlines } from './ink.ts';
import { over } from './oil.ts';
import { bandRows, chosen, focusOf, type Style } from './style.ts';

const magenta = colours('#1b1040', '#e5177b', '#ff8a1f', '#ffe14d', '#17b8c8');
const palettes: Readonly<Record<string, readonly number[]>> = {
  magenta,
  cobalt: colours('#0c1a4b', '#1f63d8', '#ff4f8b', '#ffd9c0', '#ffd400'),
  violet: colours('#2a0b2e', '#7a1fa0', '#ff5a3c', '#ffe9b8', '#32c67a'),
};

const dot = 11;

export const popArt: Style<'pop-art'> = {
  id: 'pop-art',
  name: 'Pop art',
  medium: 'Pop-art screen print',
  says: 'Flat colours, printer’s dots and a bold line: a comic panel of one face.',
  variants: [
    { id: 'magenta', name: 'Magenta and turquoise' },
    { id: 'cobalt', name: 'Cobalt and yellow' },
    { id: 'violet', name: 'Violet and green' },
  ],
  papers: [
    'H. Winnemöller, S. C. Olsen, B. Gooch: Real-time video abstraction, SIGGRAPH 2006',
    'J. E. Kyprianidis, H. Kang, J. Döllner: Image and video abstraction by anisotropic Kuwahara filtering, Pacific Graphics 2009',
  ],
  inkLinesPeriodPx: dot,
  paint(shop, sitter, { variant }) {
    const { width: w, height: h } = sitter.photo;
    const u = w / 1024;
    const lit = relight(shop, sitter, light);
    const picture = over(shop, lit, sitter.alpha, filled(shop, w, h, 3, 1));
    const flow = flowOf(shop, picture, 2.4 * u);
    const first = kuwahara(shop, picture, flow, 6 * u);
    const flat = kuwahara(shop, first, flowOf(shop, first, 3 * u), 5 * u);
    const tone = blur(shop, luminance(shop, flat), 2.2 * u);
    const ink = outlines(shop, kuwahara(shop, picture, flow, 2.5 * u), flat, pen(u));
    const alpha = blur(shop, sitter.alpha, 1.2 * u);
    const where = sitter.faces.length > 0 ? sitter.detail : sitter.alpha;
    const [t0 = 0.18, t1 = 0.4, t2 = 0.66] = percentiles(shop, tone, where, 0.3, [0.16, 0.42, 0.74]).map(
      (q, i) => q * 0.6 + ([0.18, 0.4, 0.66][i] ?? q) * 0.4,
    );
    const tints = table(shop, chosen(palettes, variant, magenta));
    const { x: fx, y: fy } = focusOf(sitter);
    return {
      render: (out, pw, ph, onBand) => {
        const [sw, sh, iw, ih] = [w, h, ink.width, ink.height];
        shop.run(
          'popRows',
          ph,
          { out, pw, ph, tone, alpha, sw, sh, ink, iw, ih, tints, t0, t1, t2, dot: dot * u, phi: 14, fx, fy },
          { rowsAtOnce: bandRows(pw), onBand },
        );
      },
    };
  },
};

const light = { lift: 0.45, target: 0.6, eyes: 0.36, clarity: 0.5, black: 0, white: 1, skin: 1 };

const pen = (u: number) => ({
  ...{ sigma: 1.35 * u, sharpness: 20, threshold: 0.55, reach: 5 * u, adapt: 0.7, flow: 2.6 * u },
});
