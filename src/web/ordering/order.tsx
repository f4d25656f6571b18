/** `/orders/:token`: where the order stands, axis by axis; the picture with its label; documents and the file. */
import { Axes, Log } from '../components/axes.tsx';
import { BasketLine, type Item } from '../components/basket-line.tsx';
import { LinkButton, PostButton } from '../components/form.tsx';
import { longDate, money } from '../components/format.ts';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';
import { Hung, Label } from '../components/picture.tsx';
import { Bill } from '../components/price.tsx';
import type { Axis, LabelText, Link, LogEntry, Refusal, Totals } from '../components/shapes.ts';
import { LookAgain } from '../components/waiting.tsx';

export type OrderFile = { readonly name: string } & (
  | { readonly is: 'ready'; readonly href: string; readonly until: string }
  | { readonly is: 'being-painted' }
  | { readonly is: 'from'; readonly on: string }
  | { readonly is: 'erased' }
);

export type OrderPageProps = {
  readonly token: string;
  readonly number: string;
  readonly placedAt: string;
  /** One sentence on how it stands: "Your portrait is being framed". */
  readonly title: string;
  readonly lede: string;
  /** Something that the lab asks: a wrong address, say. */
  readonly attention?: Refusal | undefined;
  /** Where it can still be paid, until the payment company shuts its page. */
  readonly pay?: string | undefined;
  readonly axes: readonly Axis[];
  readonly log: readonly LogEntry[];
  readonly items: readonly Item[];
  /** What hangs beside its label. */
  readonly item: Pick<Item, 'as' | 'picture'>;
  readonly label: LabelText;
  readonly totals: Totals;
  readonly files: readonly OrderFile[];
  readonly documents: readonly Link[];
  /** Opened for the buyer, or one word why not. */
  readonly address?: readonly string[] | 'erased' | 'restricted' | undefined;
  readonly held: { readonly count: number; readonly until: string };
  readonly canCancel: boolean;
  readonly isCancelled: boolean;
  /** The last day on which a file can be given back unread (Directive 2011/83/EU Art. 9, 11a). */
  readonly withdrawUntil?: string | undefined;
};

export const OrderPage = (props: OrderPageProps) => (
  <div class="wrap">
    <PageHead
      title={props.title}
      lede={props.lede}
      over={
        <p class="s soft">
          Order {props.number}, placed {longDate(props.placedAt)}
        </p>
      }
    />
    <Download files={props.files} />
    <Pay {...props} />
    <Attention {...props} />
    <h2 class="vh">Where things stand</h2>
    <Axes of={props.axes} />
    {isSent(props) ? <p class="s soft mt-3">“Delivered” appears only when the carrier says so.</p> : null}
    <div class="split split--side mt-7">
      <div class="stack gap-7">
        <section class="stack gap-4">
          <h2>What happened</h2>
          <Log of={props.log} />
        </section>
        <Wrong {...props} />
      </div>
      <aside class="stack gap-5" aria-label="The order">
        <Picture {...props} />
        <File {...props} />
        <hr />
        <Ordered {...props} />
        <Bill {...props.totals} />
        <hr />
        <Address {...props} />
        <Held {...props} />
      </aside>
    </div>
  </div>
);

/** Whether anything of it comes by post. */
const isSent = ({ items }: Pick<OrderPageProps, 'items'>): boolean =>
  items.some((item) => item.as.kind !== 'file');

const Ordered = ({ items }: OrderPageProps) => (
  <section>
    <h2 class="t-l">What you ordered</h2>
    {items.map((item) => (
      <BasketLine key={item.id} item={item} />
    ))}
  </section>
);

const Attention = ({ attention }: OrderPageProps) =>
  attention === undefined ? null : (
    <div class="mb-5">
      <Note tone="bad">
        <p>
          <strong>{attention.title}</strong> {attention.because} {attention.remedy}
        </p>
      </Note>
    </div>
  );

/** The first action of the page, as long as nothing else is to be done. */
const Pay = ({ pay, totals }: OrderPageProps) =>
  pay === undefined ? null : (
    <p class="row mb-7">
      <LinkButton href={pay}>Pay {money(totals.total)} now</LinkButton>
    </p>
  );

function Wrong(props: OrderPageProps) {
  if (props.isCancelled) return <Afterwards {...props} />;
  return props.pay === undefined ? <Claim {...props} /> : <CallOff {...props} />;
}

/** Nothing of it comes any more, so that nothing can be damaged. */
const Afterwards = ({ number }: OrderPageProps) => (
  <section class="stack gap-4">
    <h2>Is something wrong?</h2>
    <p class="soft">Nothing of this order is made or sent any more. If money is missing, write to us.</p>
    <div class="row">
      <LinkButton kind="quiet" href={`/support?topic=payment&order=${number}`}>
        Ask about the money
      </LinkButton>
    </div>
  </section>
);

/** Nothing was made of it yet, so that nothing of it can be damaged. */
const CallOff = ({ token }: OrderPageProps) => (
  <section class="stack gap-4">
    <h2>Changed your mind?</h2>
    <p class="soft">Cancel the order here, or leave it: unpaid, it ends by itself within the hour.</p>
    <div class="row">
      <PostButton to={`/orders/${token}/cancel`} kind="quiet">
        Cancel the order
      </PostButton>
    </div>
  </section>
);

const Claim = ({ token, number, canCancel, withdrawUntil, items }: OrderPageProps) => (
  <section class="stack gap-4">
    <h2>Is something wrong?</h2>
    <p class="soft">
      {withdrawUntil === undefined
        ? ''
        : `Until ${longDate(withdrawUntil)} you can withdraw from the contract, without a reason: the money goes back, and you get a letter that says so. `}
      {canCancel && withdrawUntil === undefined
        ? `The order can still be stopped${isSent({ items }) ? ': we ask the lab, and tell you what it says' : ''}. `
        : ''}
      {isSent({ items })
        ? 'After delivery you have 30 days to claim damage, with a photo; your legal rights last two years.'
        : 'If the file is broken, or not the picture you approved, write to us; your legal rights last two years.'}
    </p>
    <div class="row">
      {canCancel ? (
        <PostButton to={`/orders/${token}/cancel`} kind="quiet">
          {withdrawUntil === undefined ? 'Ask to cancel' : 'Withdraw from the contract here'}
        </PostButton>
      ) : null}
      <LinkButton kind="quiet" href={`/support?topic=delivery&order=${number}`}>
        {isSent({ items }) ? 'Report damage or a wrong picture' : 'Report a wrong picture'}
      </LinkButton>
    </div>
  </section>
);

const Picture = ({ item, label }: OrderPageProps) => (
  <div class="easel easel--low">
    <div class="stack gap-5 j-start">
      <span class="d-block scale-4">
        <Hung as={{ ...item.as, widthCm: Math.min(44, item.as.widthCm) }} picture={item.picture} eager />
      </span>
      <Label {...label} />
    </div>
  </div>
);

/** The first action of the page, on a phone as well. */
function Download({ files }: Pick<OrderPageProps, 'files'>) {
  const ready = files.flatMap((file) => (file.is === 'ready' ? [file] : []));
  const [first] = ready;
  if (first === undefined) return null;
  return (
    <p class="row mb-7">
      {ready.map(({ name, href }, i) => (
        <LinkButton key={href} icon="download" href={href} kind={i === 0 ? 'main' : 'quiet'}>
          Download {files.length === 1 ? 'the file' : name}
        </LinkButton>
      ))}
      <span class="s soft">Until {longDate(first.until)}, then we no longer have it. Keep a copy.</span>
    </p>
  );
}

/** What a file waits for, in words. */
function waitOf(file: OrderFile, name: string): string | undefined {
  if (file.is === 'being-painted')
    return `${name} is being painted at full size. It is here within a minute.`;
  if (file.is === 'from')
    return `${name} is yours on ${longDate(file.on)}, when the 14 days for withdrawing are over.`;
  return file.is === 'erased' ? `${name} is erased. Nobody can bring it back.` : undefined;
}

const File = ({ files, documents }: OrderPageProps) => (
  <div class="stack gap-3">
    <div class="s soft" role="status">
      {files.map((file) => (
        <p key={file.name}>{waitOf(file, files.length === 1 ? 'The file' : `${file.name}, the file,`)}</p>
      ))}
    </div>
    {files.some(({ is }) => is === 'being-painted') ? <LookAgain seconds={5} /> : null}
    <p class="row s gap-row">
      {documents.map(({ label, href }) => (
        <a key={href} href={href}>
          {label}
        </a>
      ))}
    </p>
  </div>
);

const Address = ({ address }: OrderPageProps) => {
  if (address === undefined) return null;
  return (
    <div class="s stack gap-1">
      <strong>Going to</strong>
      {address === 'erased' || address === 'restricted' ? (
        <span class="soft">The address is {address}.</span>
      ) : (
        <span class="soft">
          {address.map((line) => (
            <span class="d-block" key={line}>
              {line}
            </span>
          ))}
        </span>
      )}
    </div>
  );
};

const Held = ({ held }: OrderPageProps) => (
  <div class="s stack gap-1">
    <strong>About this order we hold</strong>
    <span class="soft">
      {held.count} things, the longest until {longDate(held.until)}.
    </span>
    <a href="/account/privacy">See them all</a>
  </div>
);
