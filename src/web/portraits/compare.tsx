/** `/studio/:token/compare`: the portrait beside the photo, and the ways on. */
import { Compare } from '../components/compare.tsx';
import { LinkButton, PostButton } from '../components/form.tsx';
import { duration, measures, money, numeral, vatWithin } from '../components/format.ts';
import { Icon } from '../components/icon.tsx';
import { PageHead, Steps } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';
import { Image } from '../components/picture.tsx';
import type { Picture, Portrait, Price } from '../components/shapes.ts';

export type ComparePageProps = {
  readonly token: string;
  /** The photo, cut as the portrait is. */
  readonly photo: Picture;
  /** Only those that are ready. */
  readonly portraits: readonly Portrait[];
  /** The id of the one that is shown. */
  readonly chosen: string;
  readonly filePrice: Price;
  readonly quota: { readonly used: number; readonly of: number };
};

export function ComparePage(props: ComparePageProps) {
  const chosen = props.portraits.find(({ id }) => id === props.chosen) ?? props.portraits[0];
  const n = props.portraits.length;
  if (chosen?.src === undefined) return null;
  return (
    <div class="wrap">
      <PageHead
        over={<Steps at={2} />}
        title={`${numeral(n)} ${n === 1 ? 'portrait' : 'portraits'} of your sitter`}
        lede="The watermark goes when you buy. What you approve here is what we print."
      />
      <div class="split split--side">
        <div class="easel">
          <Compare
            photo={props.photo}
            portrait={{ src: chosen.src, alt: chosen.alt }}
            name={chosen.label}
            buttons
            eager
          />
        </div>
        <aside class="stack gap-5" aria-label="Choose a portrait">
          <Picks {...props} chosen={chosen.id} />
          <Ways {...props} chosen={chosen.id} />
        </aside>
      </div>
      <div class="mt-6">
        <Note icon="brush">
          <p>
            <strong>Painted by software after your photograph.</strong> The file says so itself: it carries a
            signed content credential (C2PA) with the date, the style and our name, and nothing about the
            sitter.
          </p>
        </Note>
      </div>
    </div>
  );
}

const Picks = ({ token, portraits, chosen }: ComparePageProps) => (
  <ul class="stack gap-2">
    {portraits.map((one) => (
      <li key={one.id}>
        <a
          class="choice pick"
          href={`/studio/${token}/compare?portrait=${one.id}`}
          aria-current={one.id === chosen ? 'true' : undefined}
        >
          <Image of={{ src: one.src ?? '', alt: '' }} eager />
          <span>
            <b class="serif t-l">{one.label}</b>
            {one.seconds === undefined ? null : <small>Ready after {duration(one.seconds)}</small>}
          </span>
          {one.id === chosen ? <Icon name="check" /> : null}
        </a>
      </li>
    ))}
  </ul>
);

const Ways = ({ token, chosen, filePrice, quota }: ComparePageProps) => (
  <>
    <LinkButton wide icon="frame" href={`/studio/${token}/product?portrait=${chosen}`}>
      See it on a wall
    </LinkButton>
    <LinkButton wide kind="quiet" icon="brush" href={`/studio/${token}/adjust?portrait=${chosen}`}>
      Change crop, background or variant
    </LinkButton>
    <PostButton to="/basket" fields={{ portrait: chosen, kind: 'file' }} kind="quiet" wide icon="download">
      Just the file, {money(filePrice.gross)}
    </PostButton>
    <p class="s soft">
      Price {vatWithin(filePrice.vatRate, filePrice.vat)}. {measures(4800, 6000, 'px')}, JPEG and PNG, no
      watermark.
    </p>
    <hr />
    <p class="s">{quota.used >= quota.of ? <Spent {...quota} /> : <Left {...quota} />}</p>
    <div class="row s gap-row">
      <a href="/create">Take another photo</a>
      <a href="/help#likeness">It does not look like them</a>
      <PostButton to={`/studio/${token}/erase`} kind="text-danger">
        Erase this photo now
      </PostButton>
    </div>
  </>
);

const Spent = ({ used, of }: { used: number; of: number }) => (
  <>
    <strong>No free paintings left today.</strong>{' '}
    <span class="soft">
      You used {used} of {of}. The count starts again at midnight UTC. You can still compare and buy.
    </span>
  </>
);

const Left = ({ used, of }: { used: number; of: number }) => (
  <span class="soft">
    {of - used} of {of} free paintings left today.
  </span>
);
