/** `/gallery`: every portrait of whoever is here, as long as it is kept. */
import { portraitsOf } from '../../../projections/portraits.ts';
import { html } from '../answers.tsx';
import { LinkButton } from '../components/form.tsx';
import { longDate } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Empty, Note } from '../components/notes.tsx';
import { Image } from '../components/picture.tsx';
import { styleName } from '../portraits/easel.ts';
import type { Shop } from '../shop.ts';
import { visitOf } from '../visit.ts';

type Kept = {
  readonly id: string;
  readonly src: string;
  readonly style: string;
  readonly studio: string;
  readonly until: string;
};

export async function showGallery(shop: Shop, request: Request): Promise<Response> {
  const visit = await visitOf(shop, request);
  const kept = await keptFor(shop, visit.session?.people ?? []);
  return html(shop, visit, { title: 'Your portraits', page: <GalleryPage kept={kept} /> });
}

/** What can still be looked at: its key lives, and its end has not come. */
async function keptFor(shop: Shop, people: readonly Parameters<typeof portraitsOf>[1][]) {
  const rows = await Promise.all(people.map((person) => portraitsOf(shop.reads.portraits, person)));
  const kept: Kept[] = [];
  for (const row of rows.flat().toReversed()) {
    if (row.status !== 'painted' || row.preview === null || row.picture === null) continue;
    const key = await shop.vault.find(row.picture.kid);
    if (key.state !== 'active' || key.expiresAt <= shop.clock()) continue;
    kept.push({
      ...{ id: row.portraitId, style: styleName(row.style), until: key.expiresAt },
      src: `/pictures/${shop.tokens.make('preview', row.portraitId)}`,
      studio: `/studio/${shop.tokens.make('studio', row.photoId)}`,
    });
  }
  return kept;
}

const GalleryPage = ({ kept }: { kept: readonly Kept[] }) => (
  <div class="wrap stack gap-6">
    <PageHead
      title="Your portraits"
      lede="Each until its day, or until you erase it. On the privacy page you can have us keep them."
    />
    {kept.length === 0 ? (
      <Empty title="Nothing hangs here" says="What you have painted hangs here as long as it is kept.">
        <LinkButton small href="/create">
          Make a portrait
        </LinkButton>
      </Empty>
    ) : (
      <ul class="grid styles">
        {kept.map(({ id, src, style, studio, until }) => (
          <li key={id}>
            <a class="inherit plain" href={`${studio}/product?portrait=${id}`}>
              <Image of={{ src, alt: `Your portrait: ${style}, with a watermark` }} />
              <p class="caption">
                <b>{style}</b>
                {until.startsWith('9999') ? 'Kept as long as you allow it' : `Until ${longDate(until)}`}
              </p>
            </a>
          </li>
        ))}
      </ul>
    )}
    <Note icon="lock">
      <p>
        <a href="/account/privacy">What we hold about you</a>: with its end dates, and every way to end it
        sooner.
      </p>
    </Note>
  </div>
);
