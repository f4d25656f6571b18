/** `/checkout/done`: the browser is back from the payment company; what it says may be older than what the bank knows. */
import { LinkButton } from '../components/form.tsx';
import { Icon } from '../components/icon.tsx';
import { PageHead } from '../components/layout.tsx';
import { Note } from '../components/notes.tsx';
import { LookAgain } from '../components/waiting.tsx';

export type DonePageProps = {
  /** "P-1042". */
  readonly number: string;
  /** Address of the order page: whoever has it sees the order. */
  readonly order: string;
  readonly payment: 'paid' | 'processing' | 'failed';
  /** What the bank said of a failure, in words. */
  readonly because?: string | undefined;
  readonly ships: boolean;
  readonly hasFile: boolean;
  readonly fileAtOnce: boolean;
  readonly email: string;
};

/** While payment is `processing`, the document is given `refreshSeconds: 3`. */
export const DonePage = (props: DonePageProps) => (
  <div class="wrap--text stack gap-5 pt-7">
    {props.payment === 'paid' ? <Paid {...props} /> : null}
    {props.payment === 'processing' ? <Processing {...props} /> : null}
    {props.payment === 'failed' ? <Failed {...props} /> : null}
  </div>
);

const Paid = (props: DonePageProps) => (
  <>
    <PageHead
      title="Thank you. It is ordered and paid."
      over={<OrderNumber {...props} />}
      lede="This is what happens next."
    />
    <ol class="advice">
      {next(props).map((says) => (
        <li key={says}>
          <Icon name="arrow" />
          <span>{says}</span>
        </li>
      ))}
    </ol>
    <p class="row">
      <LinkButton href={props.order}>Follow the order</LinkButton>
    </p>
    <Note icon="key">
      <p>
        <strong>Save the link of the order page.</strong> Whoever has it sees the order; you need no account.
        It also stands in the e-mail that is on its way to {props.email}.
      </p>
    </Note>
  </>
);

const next = ({ ships, hasFile, fileAtOnce }: DonePageProps): readonly string[] => [
  ...(hasFile && fileAtOnce
    ? ['Your file is being painted at full size; it is on the order page within a minute.']
    : []),
  ...(hasFile && !fileAtOnce
    ? ['Your file is on the order page when the 14 days for withdrawing are over.']
    : []),
  ...(ships
    ? [
        'The print file is painted at full size, stroke by stroke, from the portrait you approved.',
        'The lab makes it, in 3 to 5 working days.',
        'We write again when the carrier has it.',
      ]
    : []),
];

const OrderNumber = ({ number }: DonePageProps) => <p class="s soft">Order {number}</p>;

const Processing = (props: DonePageProps) => (
  <>
    <PageHead title="Your bank has not answered yet" over={<OrderNumber {...props} />} />
    <p class="measure" role="status">
      The order is placed. Some banks take a few seconds, some a day. You need not wait here, and you need not
      pay again: we write to {props.email} when we know.
    </p>
    <progress class="measure-xs" aria-label="Waiting for the bank" />
    <LookAgain />
    <p class="row">
      <LinkButton kind="quiet" href={props.order}>
        Follow the order
      </LinkButton>
    </p>
  </>
);

const Failed = (props: DonePageProps) => (
  <>
    <PageHead title="The payment did not go through" over={<OrderNumber {...props} />} />
    <Note tone="bad">
      <p>
        <strong>{props.because ?? 'The card was declined. Your bank gave no reason.'}</strong> Nothing was
        charged. Your portrait is safe, and the basket is as it was.
      </p>
    </Note>
    <p class="row">
      <LinkButton href="/checkout">Try again</LinkButton>
    </p>
  </>
);
