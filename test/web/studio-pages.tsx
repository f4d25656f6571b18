/** Sample pages: the entrance, the upload, the easel, and what went wrong. */
import { HomePage } from '../../src/web/home/pages.tsx';
import { AdjustPage } from '../../src/web/portraits/adjust.tsx';
import { ComparePage } from '../../src/web/portraits/compare.tsx';
import { ErasedPage, PaintingPage } from '../../src/web/portraits/painting.tsx';
import { ProblemPage } from '../../src/web/problems/pages.tsx';
import { CreatePage, type CreatePageProps, UnderAgePage } from '../../src/web/uploads/pages.tsx';
import { photoRefusals } from '../../src/web/uploads/words.ts';
import { aligned, euro, half, portraits, price, sitter, styles } from './samples.ts';
import type { Shown } from './shown.ts';

const create: CreatePageProps = {
  styles,
  chosen: ['impressionist', 'engraving', 'pop-art'],
  subject: 'person',
  countries: [
    { code: 'DE', name: 'Germany', age: 16 },
    { code: 'FR', name: 'France', age: 15 },
  ],
  country: 'DE',
  quota: { left: 3, of: 3 },
  maxMegabytes: 40,
  keptDays: 30,
  painter: null,
};

const painting = {
  token: 'st_sample',
  events: '/photos/ph_sample/events',
  photo: sitter,
  photoSays: '512 × 512 px. Sharp, well lit, one face.',
  keptDays: 30,
};

const home = (
  <HomePage
    styles={styles}
    vatRate={19}
    keptDays={30}
    promises={[
      { what: 'Your photo', until: '30 days after the last painting', erased: 'At once' },
      { what: 'Your portrait', until: '90 days after delivery', erased: 'At once' },
      { what: 'The invoice', until: '10 years', erased: 'Kept: tax law requires it' },
    ]}
    shelf={[
      {
        name: 'File',
        says: '4800 × 6000 px',
        as: { kind: 'file', widthCm: 14 },
        price: euro(1900),
        style: 'pop-art',
      },
      {
        name: 'Fine-art print',
        says: '28 × 35 cm',
        as: { kind: 'fine-art', widthCm: 28 },
        price: euro(3400),
        style: 'engraving',
      },
      {
        name: 'Poster',
        says: '40 × 50 cm',
        as: { kind: 'poster', widthCm: 40 },
        price: euro(2400),
        style: 'pop-art',
      },
      {
        name: 'Canvas',
        says: '40 × 50 cm',
        as: { kind: 'canvas', widthCm: 40 },
        price: euro(8900),
        style: 'impressionist',
      },
      {
        name: 'Framed',
        says: '40 × 50 cm, with mat',
        as: { kind: 'framed', finish: 'walnut', widthCm: 40, matCm: 5 },
        price: euro(11900),
        style: 'impressionist',
      },
    ]}
  />
);

export const studioPages: readonly Shown[] = [
  { name: 'home', path: '/', title: 'sit for a portrait', page: home },
  { name: 'create', path: '/create', title: 'Make a portrait', page: <CreatePage {...create} /> },
  {
    name: 'create-refused',
    path: '/create',
    title: 'Make a portrait',
    page: (
      <CreatePage
        {...create}
        refusal={photoRefusals.blurred}
        errors={[
          { field: 'mine', says: 'Say that the photo is yours to use' },
          { field: 'style', says: 'Choose at least one style' },
        ]}
      />
    ),
  },
  {
    name: 'create-painted-elsewhere',
    path: '/create',
    title: 'Make a portrait',
    page: <CreatePage {...create} painter={{ name: 'Replicate', where: 'USA' }} />,
  },
  {
    name: 'create-six',
    path: '/create',
    title: 'Make a portrait',
    page: (
      <CreatePage
        {...create}
        styles={[
          ...styles,
          ...['pencil', 'charcoal', 'poster'].map((id) => ({
            id,
            name: id,
            medium: id,
            says: 'One more hand',
            variants: [],
          })),
        ]}
      />
    ),
  },
  {
    name: 'create-quota',
    path: '/create',
    title: 'Make a portrait',
    page: <CreatePage {...create} quota={{ left: 0, of: 3 }} />,
  },
  { name: 'under-age', path: '/create', title: 'Not yet', page: <UnderAgePage /> },
  {
    name: 'painting',
    path: '/studio/st_sample',
    title: 'Painting',
    page: <PaintingPage {...painting} stages={half.stages} portraits={half.portraits} />,
  },
  {
    name: 'painted',
    path: '/studio/st_sample',
    title: 'Your portraits',
    page: (
      <PaintingPage
        {...painting}
        stages={half.stages.map((stage) => ({ ...stage, state: 'done', seconds: 2.4 }))}
        portraits={portraits}
      />
    ),
  },
  {
    name: 'compare',
    path: '/studio/st_sample/compare',
    title: 'Compare',
    page: (
      <ComparePage
        token="st_sample"
        photo={aligned}
        portraits={portraits}
        chosen="pt_impressionist"
        filePrice={price(1900)}
        quota={{ used: 3, of: 3 }}
      />
    ),
  },
  {
    name: 'adjust',
    path: '/studio/st_sample/adjust',
    title: 'Adjust',
    page: (
      <AdjustPage
        token="st_sample"
        sketch="/assets/samples/astronaut-impressionist-700.webp"
        portrait="pt_impressionist"
        style={{
          id: 'impressionist',
          name: 'Impressionist oil',
          variants: [
            { id: 'night', name: 'Night blue' },
            { id: 'rose', name: 'Rose' },
          ],
        }}
        chosen={{ variant: 'night', background: 'studio', intensity: 50, across: 0, down: 0, zoom: 100 }}
        quota={{ left: 2, of: 3 }}
        mine
        once="once"
      />
    ),
  },
  {
    name: 'erased',
    path: '/studio/st_sample',
    title: 'Erased',
    page: <ErasedPage what="portrait" on="2026-12-21T00:00:00Z" why="end-date" />,
  },
  {
    name: 'problem',
    path: '/problem',
    title: 'The shop is restarting',
    page: (
      <ProblemPage
        status={503}
        type="shop-restarting"
        trace="4bf92f35"
        at="2026-11-24T10:31:00Z"
        retryAfterSeconds={60}
        again="/basket"
      />
    ),
  },
];
