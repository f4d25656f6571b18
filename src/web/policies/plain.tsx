/** Plain pages: terms, imprint, accessibility, help, delivery. Text in one column, with a contents list where it is long. */
import type { ComponentChildren } from 'preact';
import { measures, money } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import type { Money } from '../components/shapes.ts';

type PlainProps = {
  readonly title: string;
  readonly lede?: string | undefined;
  readonly children: ComponentChildren;
};

const Plain = ({ title, lede, children }: PlainProps) => (
  <div class="wrap--text">
    <PageHead title={title} lede={lede} />
    <div class="prose">{children}</div>
  </div>
);

/** Who answers for the shop. */
export type Operator = {
  readonly name: string;
  readonly address: readonly string[];
  readonly email: string;
  readonly represented?: string | undefined;
  readonly vatId?: string | undefined;
  /** A sample shop says that it is one. */
  readonly sample: boolean;
};

export const ImprintPage = ({ operator }: { operator: Operator }) => (
  <Plain
    title="Imprint"
    lede={operator.sample ? 'A sample: this shop is run for trying out, and sells nothing.' : undefined}
  >
    <p>
      {[operator.name, ...operator.address].map((line) => (
        <span class="d-block" key={line}>
          {line}
        </span>
      ))}
    </p>
    {operator.represented === undefined ? null : <p>Represented by {operator.represented}</p>}
    <p>
      <a href={`mailto:${operator.email}`}>{operator.email}</a>
    </p>
    {operator.vatId === undefined ? null : <p>VAT number {operator.vatId}</p>}
    <h2>Fonts and pictures</h2>
    <p>
      Hedvig Letters Serif and Hanken Grotesk, both under the SIL Open Font License 1.1. Sample portraits
      after a NASA photograph (public domain) and a photograph of a cat by Stéfan van der Walt (CC0); no
      endorsement is implied.
    </p>
  </Plain>
);

export const AccessibilityPage = ({ email }: { email: string }) => (
  <Plain
    title="Accessibility"
    lede="We build to WCAG 2.2, level AA, and check every page with axe-core in light and dark, at 390 and 1280 px."
  >
    <p>
      Everything works with a keyboard, without script, at 400 % zoom and with reduced motion. Colour never
      speaks alone: every state also has a word and a shape. The slider between photo and portrait is a native
      range; without script the two pictures lie side by side.
    </p>
    <h2>What we know is not good enough yet</h2>
    <ul>
      <li>No person who uses a screen reader has tried the shop yet.</li>
      <li>
        What a portrait looks like is told by its style and its frame, not by what is in it: no machine
        describes your photo.
      </li>
      <li>The receipt’s signature is a long line of characters; its file is the easier way.</li>
    </ul>
    <h2>Tell us</h2>
    <p>
      Something in your way? Write to <a href={`mailto:${email}`}>{email}</a>. You have an answer within two
      working days.
    </p>
  </Plain>
);

const questions: readonly { readonly id: string; readonly asks: string; readonly says: readonly string[] }[] =
  [
    {
      id: 'likeness',
      asks: 'It does not look like them',
      says: [
        'Likeness begins with the photo: light on the face, both eyes in view, and the original file instead of a copy from a messenger.',
        'Try another photo: a painting that fails does not count, and you pay for nothing that you do not want.',
      ],
    },
    {
      id: 'photo',
      asks: 'Why was my photo refused?',
      says: [
        'The page says why, and what helps. A refused photo is erased at once and does not count.',
        'The studio reads JPEG, PNG, WebP, HEIC and AVIF, up to 40 MB and 100 megapixels.',
      ],
    },
    {
      id: 'claim',
      asks: 'It arrived damaged, or it is not what I approved',
      says: [
        'Write to us within 30 days of delivery, with the order number and a photo of it. We print it again or give the money back, whichever you choose; your legal rights on faulty goods last two years and are untouched.',
      ],
    },
    {
      id: 'cancel',
      asks: 'Can I stop an order?',
      says: [
        'As long as the lab has not begun, yes: the order page has a button for it. After that we ask the lab and tell you what it says.',
      ],
    },
    {
      id: 'find',
      asks: 'How do I find my order again?',
      says: [
        'By the link in its e-mail. Or sign in with your e-mail address: no password, one link, ten minutes.',
      ],
    },
  ];

export const HelpPage = ({ email }: { email: string }) => (
  <Plain title="Questions" lede="Short answers first; below them, a person.">
    {questions.map(({ id, asks, says }) => (
      <section id={id} key={id} class="stack gap-3 mt-6">
        <h2 class="t-l">{asks}</h2>
        {says.map((one) => (
          <p key={one}>{one}</p>
        ))}
      </section>
    ))}
    <section id="contact" class="stack gap-3 mt-6">
      <h2 class="t-l">Ask a person</h2>
      <p>
        <a href="/support">Write to us here</a>, or to <a href={`mailto:${email}`}>{email}</a>. A person reads
        it, and answers within two working days.
      </p>
    </section>
  </Plain>
);

export const TermsPage = ({ operator }: { operator: Operator }) => (
  <Plain title="Terms" lede="What we owe each other, in the order in which it happens.">
    <h2>Painting</h2>
    <p>
      Software paints portraits from your photo. Previews are free and carry a watermark. You say that the
      photo is yours to use and that the people in it agree; you keep all rights to it.
    </p>
    <h2>Ordering</h2>
    <p>
      The button “Order and pay” is your order. The contract stands when our confirmation reaches you by
      e-mail. Prices are in the currency shown, with tax; delivery is shown before you order.
    </p>
    <h2 id="withdrawal">Withdrawing</h2>
    <p>
      A print is made for you alone, so the 14-day right of withdrawal does not apply to it (Directive
      2011/83/EU, Art. 16(c)). For a file you have 14 days, unless you ask for it at once and agree that you
      then lose that right (Art. 16(m)). To withdraw, write to{' '}
      <a href={`mailto:${operator.email}`}>{operator.email}</a> that you do, with the order number; we confirm
      it at once and pay the money back within 14 days.
    </p>
    <h2>If something is wrong</h2>
    <p>
      Damaged, or not the picture you approved: we print it again or give the money back. Your legal rights on
      faulty goods and digital content are untouched.
    </p>
    <h2>What you may do with it</h2>
    <p>
      Hang it, give it away, print the file whenever you like, for yourself or for a gift. The label says that
      software painted it; leave that with the picture where you show it in public.
    </p>
    <h2>Who we are</h2>
    <p>
      {operator.name}, see the <a href="/imprint">imprint</a>.
    </p>
  </Plain>
);

export type DeliveryPageProps = {
  readonly rows: readonly {
    readonly country: string;
    readonly standard: Money;
    readonly express?: Money | undefined;
    readonly vatRate: number;
    readonly days: string;
  }[];
  readonly prices: readonly { readonly name: string; readonly from: Money }[];
};

export const DeliveryPage = ({ rows, prices }: DeliveryPageProps) => (
  <div class="wrap--text stack gap-7">
    <PageHead
      title="Delivery and prices"
      lede="Made in 3 to 5 working days by a print lab, then on the way. Every parcel is tracked."
    />
    <Prices prices={prices} />
    <table class="table table--close">
      <caption>Delivery</caption>
      <thead>
        <tr>
          <th scope="col">Country</th>
          <th scope="col">Days</th>
          <th scope="col">VAT</th>
          <th scope="col" class="num">
            Standard
          </th>
          <th scope="col" class="num">
            Express
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ country, standard, express, vatRate, days }) => (
          <tr key={country}>
            <th scope="row">{country}</th>
            <td>{days}</td>
            <td class="nowrap">{vatRate === 0 ? 'none' : `${vatRate} %`}</td>
            <td class="num">{money(standard)}</td>
            <td class="num">{express === undefined ? 'not offered' : money(express)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p class="soft s">
      A file of {measures(4800, 6000, 'px')} needs no delivery. Where the lab cannot send, the checkout says
      so before you pay.
    </p>
  </div>
);

const Prices = ({ prices }: Pick<DeliveryPageProps, 'prices'>) => (
  <table class="table">
    <caption>Prices, with tax</caption>
    <thead>
      <tr>
        <th scope="col">What</th>
        <th scope="col" class="num">
          From
        </th>
      </tr>
    </thead>
    <tbody>
      {prices.map(({ name, from }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td class="num">{money(from)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
