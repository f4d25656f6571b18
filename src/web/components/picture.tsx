/** Pictures, and the things they hang in: everything is drawn in centimetres of the wall that it hangs on. */
import type { ComponentChildren } from 'preact';
import type { Hanging, LabelText, Picture } from './shapes.ts';

type ImageProps = {
  readonly of: Picture;
  readonly class?: string;
  /** The first picture of a page is not put off. */
  readonly eager?: boolean;
  /** What the page is opened for: it is fetched before all others. */
  readonly first?: boolean;
  readonly sizes?: string;
};

/** Our own samples lie beside each other in three widths and two formats; what the studio makes has one preview. */
export function Image({ of, class: name, eager = false, first = false, sizes }: ImageProps) {
  const sample = /^(\/assets\/samples\/.+)-700\.webp$/.exec(of.src)?.[1];
  const image = (
    <img
      class={name}
      src={of.src}
      srcset={sample === undefined || sizes === undefined ? undefined : widthsOf(sample, 'webp')}
      sizes={sample === undefined ? undefined : sizes}
      alt={of.alt}
      width={of.width ?? 700}
      height={of.height ?? 875}
      loading={eager || first ? undefined : 'lazy'}
      fetchpriority={first ? 'high' : undefined}
      decoding="async"
    />
  );
  if (sample === undefined) return image;
  const avif = sizes === undefined ? `${sample}-700.avif` : widthsOf(sample, 'avif');
  return (
    <picture>
      <source type="image/avif" srcset={avif} sizes={sizes} />
      {image}
    </picture>
  );
}

const widthsOf = (sample: string, format: 'avif' | 'webp'): string =>
  [350, 700, 1050].map((width) => `${sample}-${width}.${format} ${width}w`).join(', ');

/** What the studio made of the sample sitter in one style. */
export const sampleOf = (style: string, alt = ''): Picture => ({
  src: `/assets/samples/astronaut-${style}-700.webp`,
  alt,
});

/** And of the sample pet. */
export const petSampleOf = (style: string, alt: string): Picture => ({
  src: `/assets/samples/chelsea-${style}-700.webp`,
  alt,
});

/** The photo, whole. */
export const samplePhoto = (alt: string): Picture => ({
  src: '/assets/samples/astronaut-whole-700.webp',
  alt,
  width: 700,
  height: 700,
});

/** The same photo, cut like the portraits, for laying one over the other. */
export const sampleAligned = (alt: string): Picture => ({
  src: '/assets/samples/astronaut-photo-700.webp',
  alt,
});

type HungProps = {
  readonly as: Hanging;
  readonly picture: Picture;
  readonly eager?: boolean;
  readonly first?: boolean;
  readonly sizes?: string;
};

/** A picture as the thing that it would be: framed, on canvas, as a sheet, as cards, as a file. */
export function Hung({ as, picture, eager = false, first = false, sizes }: HungProps) {
  const image = (
    <Image of={picture} eager={eager} first={first} {...(sizes === undefined ? {} : { sizes })} />
  );
  const size = `w-${as.widthCm} ratio-${as.ratio ?? '4-5'}`;
  if (as.kind === 'framed') return <span class={`${frameClass(as)} ${size}`}>{image}</span>;
  if (as.kind === 'canvas') return <span class={`canvas ${size}`}>{image}</span>;
  if (as.kind === 'fine-art') return <span class={`sheetprint rim-2 ${size}`}>{image}</span>;
  if (as.kind === 'cards') return <Cards size={size}>{image}</Cards>;
  if (as.kind === 'file') return <FileSheet size={size}>{image}</FileSheet>;
  return <span class={`sheetprint ${size}`}>{image}</span>;
}

const frameClass = ({ finish = 'black', matCm = 0, matColour = 'white' }: Hanging): string =>
  matCm === 0
    ? `frame frame--${finish}`
    : `frame frame--${finish} frame--mat mat-${matCm} board-${matColour}`;

type SizedProps = { readonly size: string; readonly children: ComponentChildren };

const Cards = ({ size, children }: SizedProps) => (
  <span class="fan">
    <span class={`sheetprint rim-1 ${size}`} aria-hidden="true" />
    <span class={`sheetprint rim-1 ${size}`}>{children}</span>
  </span>
);

const FileSheet = ({ size, children }: SizedProps) => (
  <span class={`sheetprint file ${size}`}>
    <svg viewBox="0 0 56 70" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.2">
      <path d="M1 1h38l16 16v52H1z" />
      <path d="M39 1v16h16" />
    </svg>
    {children}
  </span>
);

/** Outside measures of a thing, in whole centimetres: the moulding is 2 cm wide, gilt 3.4. */
export function outsideOf({ kind, widthCm, ratio = '4-5', finish, matCm = 0 }: Hanging): {
  readonly widthCm: number;
  readonly heightCm: number;
} {
  const [w = 4, h = 5] = ratio.split('-').map(Number);
  const rim = kind === 'framed' ? 2 * ((finish === 'gilt' ? 3.4 : 2) + matCm) : 0;
  return { widthCm: Math.round(widthCm + rim), heightCm: Math.round((widthCm * h) / w + rim) };
}

/** The museum label beside a picture; it carries the AI marking as its medium line. */
export const Label = ({ title, medium, number }: LabelText) => (
  <span class="label">
    <b>{title}</b>
    <span>{medium}</span>
    {number === undefined ? null : <span class="no">{number}</span>}
  </span>
);

/** "Impressionist oil, by software, after your photograph" (AI Act Art. 50(2): marked as made by a machine). */
export const mediumOf = (medium: string, after = 'your photograph'): string =>
  `${medium}, by software, after ${after}`;

/** Nothing hangs here. */
export const EmptyFrame = ({ finish = 'oak', size = 'w-26' }: { finish?: string; size?: string }) => (
  <span class={`frame frame--${finish} frame--empty ${size}`} aria-hidden="true">
    <span class="void" />
  </span>
);
