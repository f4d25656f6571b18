/** `/`: the wall, one sitter in several hands, what it costs to look, and what we do not keep. */
import { Compare } from '../components/compare.tsx';
import { money } from '../components/format.ts';
import { Icon } from '../components/icon.tsx';
import { Hung, sampleAligned, sampleOf } from '../components/picture.tsx';
import type { Hanging, Money, Style } from '../components/shapes.ts';
import { StyleList } from '../components/style-cards.tsx';
import { Begin, Wall } from './wall.tsx';

/** One thing on the shelf, drawn to scale and priced as drawn. */
export type ShelfItem = {
  readonly name: string;
  readonly says: string;
  readonly as: Hanging;
  readonly price: Money;
  /** Which style's sample it shows. */
  readonly style: string;
};

/** A line of the register: what, until when, and what an erasure does with it. */
export type PromiseRow = { readonly what: string; readonly until: string; readonly erased: string };

export type HomePageProps = {
  readonly styles: readonly Style[];
  readonly shelf: readonly ShelfItem[];
  readonly vatRate: number;
  readonly promises: readonly PromiseRow[];
  readonly keptDays: number;
  /** When the studio cannot paint just now: what the button says instead. */
  readonly closed?: string | undefined;
};

export const HomePage = (props: HomePageProps) => (
  <>
    <Wall styles={props.styles} keptDays={props.keptDays} closed={props.closed} />
    <Hands styles={props.styles} />
    <Likeness style={props.styles[0]} />
    <How />
    <Shelf shelf={props.shelf} vatRate={props.vatRate} />
    <NotOurs promises={props.promises} />
    <Asked closed={props.closed} />
  </>
);

const Hands = ({ styles }: { styles: readonly Style[] }) => (
  <section class="section" id="styles" aria-labelledby="h-styles">
    <div class="wrap stack gap-6">
      <div class="prose">
        <h2 class="t-2xl" id="h-styles">
          One sitter, many hands
        </h2>
        <p class="soft">
          Each style is its own way of putting down paint, line by line and stroke by stroke. Try up to three
          with every photo.
        </p>
      </div>
      <StyleList styles={styles} />
    </div>
  </section>
);

const Likeness = ({ style }: { style: Style | undefined }) =>
  style === undefined ? null : (
    <section class="section section--plaster" aria-labelledby="h-like">
      <div class="wrap split split--wide items-center">
        <div class="prose">
          <h2 class="t-2xl" id="h-like">
            Likeness first
          </h2>
          <p>
            The finest brushes go to the eyes, brows and mouth; the widest to the background. Strokes are laid
            once and drawn again at print size, so a print shows real brush detail and is the picture you
            approved.
          </p>
          <p>
            If the studio cannot hold a likeness, it says why and asks for another photo. That never uses up a
            free painting.
          </p>
          <p class="soft s">
            Move the handle to compare. The sample photo is small, which is why it looks soft.
          </p>
        </div>
        <Compare
          photo={sampleAligned('The photo')}
          portrait={sampleOf(style.id, `The portrait: ${style.medium}`)}
          name={style.name}
        />
      </div>
    </section>
  );

const steps = [
  {
    name: 'Photo',
    finish: 'black',
    says: 'One face or one animal, sharp, with light on it. We check at once and tell you what would work better.',
  },
  {
    name: 'Style',
    finish: 'oak',
    says: 'Pick up to three. The first is on the easel within a few seconds, watermarked until you buy it.',
  },
  {
    name: 'Wall',
    finish: 'walnut',
    says: 'See it to scale in your room, framed or not. Order the print, or take just the file.',
  },
] as const;

const How = () => (
  <section class="section" aria-labelledby="h-how">
    <div class="wrap">
      <h2 class="vh" id="h-how">
        How it works
      </h2>
      <ol class="grid min-l gap-7">
        {steps.map(({ name, finish, says }, i) => (
          <li class="stack gap-2" key={name}>
            <b class={`frame frame--${finish} big-no`} aria-hidden="true">
              {i + 1}
            </b>
            <h3>{name}</h3>
            <p class="soft s">{says}</p>
          </li>
        ))}
      </ol>
    </div>
  </section>
);

const Shelf = ({ shelf, vatRate }: { shelf: readonly ShelfItem[]; vatRate: number }) => (
  <section class="section section--plaster" id="objects" aria-labelledby="h-obj">
    <div class="wrap stack gap-7">
      <div class="row row--between items-end">
        <h2 class="t-2xl" id="h-obj">
          From a file to a frame
        </h2>
        <p class="soft s">Drawn to one scale, priced as drawn. Euro with {vatRate} % VAT, before delivery.</p>
      </div>
      <div class="shelf">
        <ul>
          {shelf.map(({ name, says, as, price, style }) => (
            <li key={name}>
              <Hung as={as} picture={sampleOf(style)} sizes="14rem" />
              <p class="caption">
                <b>{name}</b>
                {says}
                <br />
                {money(price)}
              </p>
            </li>
          ))}
        </ul>
      </div>
    </div>
  </section>
);

const NotOurs = ({ promises }: { promises: readonly PromiseRow[] }) => (
  <section class="section" aria-labelledby="h-priv">
    <div class="wrap split split--wide">
      <div class="stack gap-5">
        <h2 class="t-2xl" id="h-priv">
          A face is not ours to keep
        </h2>
        <p class="lede">
          Everything we hold has an end date. When it comes, we destroy the key, and nobody can open the data
          again, ourselves included.
        </p>
        <Promises of={promises} />
        <p class="row gap-5">
          <a href="/account/privacy">See what we hold about you</a>
          <a href="/privacy">Read the whole policy</a>
        </p>
      </div>
      <SampleReceipt />
    </div>
  </section>
);

const Promises = ({ of }: { of: readonly PromiseRow[] }) => (
  <table class="table measure">
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col">Until</th>
        <th scope="col">If you ask us to erase it</th>
      </tr>
    </thead>
    <tbody>
      {of.map(({ what, until, erased }) => (
        <tr key={what}>
          <th scope="row">{what}</th>
          <td>{until}</td>
          <td>{erased}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const SampleReceipt = () => (
  <a href="/verify" class="mini">
    <span class="receipt stack gap-3">
      <span class="row row--between">
        <span class="serif t-l">Erasure receipt</span>
        <Icon name="keyBroken" />
      </span>
      <span class="s soft d-block">
        Sample customer asked us to erase everything. We destroyed 7 keys in 0.41 seconds, deleted 9 files and
        read everything back: unreadable.
      </span>
      <span class="mono xs ruled">ER-0026 · a sample, signed by nobody</span>
      <span class="s linkish">How a receipt is verified</span>
    </span>
  </a>
);

const answers = [
  {
    asks: 'Does a person paint it?',
    says: 'No. Software paints it from your photo, in the studio’s own engine. The label, the invoice and a signed credential inside the file all say so.',
  },
  {
    asks: 'What if I do not like it?',
    says: 'Then it costs nothing. You see the portrait before you pay, with a watermark across it.',
  },
  {
    asks: 'Can I return a print?',
    says: 'A print of your own photo is made for you alone, so the 14-day right of withdrawal does not apply. We say so again before you pay. If it arrives damaged, or is not the picture you approved, we reprint it or refund it.',
  },
  {
    asks: 'Does my photo leave the studio?',
    says: 'Only if you switch on an outside engine, which is off. We name the company first and tell it when you erase.',
  },
];

const Asked = ({ closed }: { closed: string | undefined }) => (
  <section class="section section--plaster" aria-labelledby="h-q">
    <div class="wrap split split--wide">
      <div>
        <h2 class="t-2xl mb-5" id="h-q">
          Asked before buying
        </h2>
        {answers.map(({ asks, says }, i) => (
          <details class="fold" key={asks} open={i === 0}>
            <summary>{asks}</summary>
            <p>{says}</p>
          </details>
        ))}
      </div>
      <div class="stack self-mid gap-5">
        <p class="serif t-xl">Have a photo at hand?</p>
        <p>
          <Begin closed={closed} />
        </p>
      </div>
    </div>
  </section>
);
